package dev.snowbird.seabird.api;

import dev.snowbird.seabird.chat.RouteProperties;
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
        exchange.setProperty(RouteProperties.SENDER, message.sender());
        message.stream().ifPresent(stream -> exchange.setProperty(RouteProperties.STREAM, stream));
        if (!message.filters().isEmpty()) {
            exchange.setProperty(RouteProperties.FILTER_TEXTS, message.filters());
        }
        message.body().ifPresentOrElse(exchange.getIn()::setBody,
                () -> exchange.setProperty(RouteProperties.HALF_CLOSED, true));
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
