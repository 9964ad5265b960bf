package dev.snowbird.bench.rendezvous;

import dev.snowbird.bench.measure.Workload;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;

/** Proxies and clients of one broker, over connections that are kept. */
public final class HttpPeers implements AutoCloseable {

    /** A poll is held for 10 s. */
    private static final long PATIENCE_MILLIS = 30_000;
    private static final int MOST_CONNECTIONS = 100_000;
    private static final int GROUP_BITS = 16;
    private static final int GROUP = 0xffff;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient connections = newConnections();
    private final AtomicInteger polls = new AtomicInteger();
    private final String host;
    private final int port;

    /** @param address where the broker listens, as HOST:PORT */
    public HttpPeers(String address) {
        host = address.substring(0, address.lastIndexOf(':'));
        port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    Vertx vertx() {
        return vertx;
    }

    String newSid() {
        return "bench-" + polls.incrementAndGet();
    }

    /** Makes a pool of connections. */
    HttpClient newConnections() {
        return vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(MOST_CONNECTIONS));
    }

    /** A proxy polls, from an address that none had before; completes with what it is told. */
    Future<JsonObject> poll(HttpClient over, String sid, String relays) {
        int number = polls.incrementAndGet();
        // A network of documentation, since an address may poll once in 20 seconds.
        String address = "2001:db8::%x:%x".formatted(number >>> GROUP_BITS, number & GROUP);
        return post(over, "/proxy", Words.proxyPoll(sid, relays), address);
    }

    Future<JsonObject> answer(HttpClient over, String sid) {
        return post(over, "/answer", Words.proxyAnswer(sid), "");
    }

    /** A client polls; completes with its response. */
    Future<JsonObject> offer() {
        return post(connections, "/client", Words.CLIENT_POLL, "");
    }

    private Future<JsonObject> post(HttpClient over, String path, String body, String forwardedFor) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setHost(host).setPort(port)
                .setURI(path).setTimeout(PATIENCE_MILLIS);
        if (!forwardedFor.isEmpty()) {
            options.putHeader("X-Forwarded-For", forwardedFor);
        }
        Promise<JsonObject> told = Promise.promise();
        // On the event loop, whoever calls: on another thread the body could have come and gone before it is asked for.
        loop.runOnContext(here -> over.request(options).compose(request -> request.send(body))
                .compose(response -> response.statusCode() == 200 ? response.body()
                        : Future.failedFuture(path + ": " + response.statusCode()))
                .map(Buffer::toJsonObject).onComplete(told));
        return told.future();
    }

    /** A proxy that is turned away at once, since it serves other relays. */
    Workload turnAways() {
        return () -> poll(connections, newSid(), Words.OTHER_RELAYS)
                .compose(told -> expect(Words.WRONG_RELAYS, told.getString("Status"))).toCompletionStage();
    }

    /** A client that is denied at once, since nobody polls. */
    Workload denials() {
        return () -> offer().compose(told -> expect(Words.NO_PROXIES, told.getString("error"))).toCompletionStage();
    }

    /** A client that gets the answer of one of so many proxies; the last of them polls when this returns. */
    public Workload matches(int proxies) throws InterruptedException {
        PollingProxies polling = PollingProxies.start(this, proxies);
        return Workload.of(() -> offer().compose(told -> expect(Words.ANSWER, told.getString("answer")))
                .toCompletionStage(), polling::stop);
    }

    static Future<Void> expect(String wanted, String told) {
        return wanted.equals(told) ? Future.succeededFuture() : Future.failedFuture("told " + told);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
