package dev.snowbird.bench.rendezvous;

import io.vertx.core.Vertx;

/** A yardstick: Vert.x' server alone, which pairs clients and proxies in memory, and checks nothing. */
public final class BareBroker {

    private BareBroker() {
    }

    /** Listens on a free port of loopback until the process ends. */
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        BarePairs.listen(vertx, new BarePairs(vertx)).onSuccess(address -> {
            System.out.println("listening http " + address);
            System.out.println("ready");
        });
    }
}
