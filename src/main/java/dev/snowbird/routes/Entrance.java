package dev.snowbird.routes;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * What a consumer hands its messages to: the steps of its route, which can be exchanged meanwhile. Every message goes
 * on to the end with the steps that it began with.
 */
final class Entrance extends AsyncProcessorSupport {

    private volatile Steps steps;

    /** All steps of a route, and how many messages are on their way through them. */
    static final class Steps {

        private final AsyncProcessor first;
        private final AtomicInteger underWay = new AtomicInteger();

        Steps(AsyncProcessor first) {
            this.first = first;
        }

        /** Returns how many messages have not come to their end; none is added once others have taken the place. */
        int underWay() {
            return underWay.get();
        }
    }

    /** Leads whatever comes from now on to these steps, which must have been started. */
    void leadTo(Steps next) {
        steps = next;
    }

    /** Says whether what comes now goes to these steps. */
    boolean leadsTo(Steps these) {
        return steps == these;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Steps entered = enter();
        return entered.first.process(exchange, doneSync -> {
            entered.underWay.decrementAndGet();
            callback.done(doneSync);
        });
    }

    private Steps enter() {
        while (true) {
            Steps entered = steps;
            entered.underWay.incrementAndGet();
            // Otherwise somebody who saw nobody here may have stopped them in between.
            if (entered == steps) {
                return entered;
            }
            entered.underWay.decrementAndGet();
        }
    }
}
