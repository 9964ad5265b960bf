package dev.snowbird.seabird.api;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** One RPC, which one route may begin with. */
public final class SeabirdGrpcEndpoint extends DefaultEndpoint {

    private final SeabirdGrpcComponent component;
    private final Rpc rpc;

    @UriParam(defaultValue = "1000", description = "How many messages may wait for the receiver of a stream.")
    private int maxWaiting = 1_000;

    @UriParam(defaultValue = "4194304", description = "How many bytes those messages may have in all.")
    private long maxWaitingBytes = 4_194_304;

    SeabirdGrpcEndpoint(String uri, SeabirdGrpcComponent component, Rpc rpc) {
        super(uri, component);
        this.component = component;
        this.rpc = rpc;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SeabirdGrpcConsumer consumer = new SeabirdGrpcConsumer(this, processor, component.routes(), rpc);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("seabird-grpc: is where routes begin; none can send to it");
    }

    /** Returns how many messages may wait for the receiver of a stream. */
    public int getMaxWaiting() {
        return maxWaiting;
    }

    /** Sets how many messages may wait for the receiver of a stream; one always may. */
    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** Returns how many bytes the waiting messages may have in all. */
    public long getMaxWaitingBytes() {
        return maxWaitingBytes;
    }

    /** Sets how many bytes the waiting messages may have in all; one that waits alone may have more. */
    public void setMaxWaitingBytes(long maxWaitingBytes) {
        this.maxWaitingBytes = maxWaitingBytes;
    }
}
