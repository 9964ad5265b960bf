package dev.snowbird.log;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of one offer or request, at DEBUG: each line has its id, on whatever thread and core it is written. The
 * id is taken where a line is written, so that it costs nothing where none is; it is random, and tells nothing of whose
 * the offer or request is. Such lines must not do so either.
 */
public final class LifeLog {

    /** Offers, from arrival to answer. The id is that of Camel's exchange, which spans of traces have, too. */
    public static final LifeLog OFFERS = new LifeLog("offer");
    /** Requests to backends, from one core to the reply that comes back. The id is what AMQP's correlation id is. */
    public static final LifeLog REQUESTS = new LifeLog("request");

    private final String kind;
    private final Logger log;

    private LifeLog(String kind) {
        this.kind = kind;
        this.log = LoggerFactory.getLogger(kind);
    }

    /** Says whether anything is told. */
    public boolean isTold() {
        return log.isDebugEnabled();
    }

    /** Returns the id of an exchange, for what follows; null when nothing is told, for Camel makes ids when asked. */
    public String idOf(Exchange exchange) {
        return log.isDebugEnabled() ? exchange.getExchangeId() : null;
    }

    /**
     * Tells of a step.
     *
     * @param id     of the offer or request; with null nothing is told
     * @param step   what happened to it, with a {@code {}} for each value
     * @param values what fits a log
     */
    public void tell(String id, String step, Object... values) {
        if (id != null && log.isDebugEnabled()) {
            log.atDebug().addKeyValue(kind, LogText.of(id)).log(step, values);
        }
    }
}
