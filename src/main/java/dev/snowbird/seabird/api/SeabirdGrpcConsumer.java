package dev.snowbird.seabird.api;

import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/**
 * The beginning of a route that serves an RPC: an exchange for every unary call, every stream that is asked for, and
 * every message of a backend. The body is the decoded message; what the route leaves, body or exception, is for the
 * peer and for nobody else.
 */
public final class SeabirdGrpcConsumer extends DefaultConsumer implements RpcRoute {

    /** The exchange property with the name of the calling user, a string. */
    public static final String SENDER = "sender";

    /** The exchange property with the {@link GrpcStream} that a message came on, or that is asked for. */
    public static final String STREAM = "stream";

    /** The exchange property that is true, with no body, when a backend has closed its side of the stream. */
    public static final String HALF_CLOSED = "halfClosed";

    private final RpcRoutes routes;
    private final Rpc rpc;
    private final FailureStatus failures;

    SeabirdGrpcConsumer(SeabirdGrpcEndpoint endpoint, Processor processor, RpcRoutes routes, Rpc rpc) {
        super(endpoint, processor);
        this.routes = routes;
        this.rpc = rpc;
        this.failures = new FailureStatus(rpc);
    }

    @Override
    public SeabirdGrpcEndpoint getEndpoint() {
        return (SeabirdGrpcEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        routes.add(rpc, this);
    }

    @Override
    protected void doStop() throws Exception {
        routes.remove(rpc, this);
        super.doStop();
    }

    @Override
    public StreamBounds bounds() {
        return new StreamBounds(getEndpoint().getMaxWaiting(), getEndpoint().getMaxWaitingBytes());
    }

    @Override
    public FailureStatus failures() {
        return failures;
    }

    @Override
    public void run(RpcMessage message, BiConsumer<Object, Throwable> done) {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(SENDER, message.sender());
        message.stream().ifPresent(stream -> exchange.setProperty(STREAM, stream));
        message.body().ifPresentOrElse(exchange.getIn()::setBody, () -> exchange.setProperty(HALF_CLOSED, true));
        try {
            createUoW(exchange);
        } catch (Exception e) {
            done.accept(null, e);
            return;
        }
        getAsyncProcessor().process(exchange, doneSync -> {
            Object body = exchange.getMessage().getBody();
            Throwable failure = exchange.getException();
            doneUoW(exchange);
            releaseExchange(exchange, false);
            done.accept(body, failure);
        });
    }
}
