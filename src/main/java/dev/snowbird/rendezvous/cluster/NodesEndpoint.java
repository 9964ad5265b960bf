package dev.snowbird.rendezvous.cluster;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** The messages of one type between nodes. */
public final class NodesEndpoint extends DefaultEndpoint {

    private final NodeLink link;
    private final String type;

    @UriParam(description = "The longest message that the route takes, in bytes; a longer one is dropped.")
    private int maxBodySize = 100_000;

    NodesEndpoint(String uri, NodesComponent component, NodeLink link, String type) {
        super(uri, component);
        this.link = link;
        this.type = type;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        NodesConsumer consumer = new NodesConsumer(this, processor, link, type);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new NodesProducer(this, link, type);
    }

    /** Returns the longest message that the route takes, in bytes. */
    public int getMaxBodySize() {
        return maxBodySize;
    }

    /** Sets the longest message that the route takes, in bytes. */
    public void setMaxBodySize(int maxBodySize) {
        this.maxBodySize = maxBodySize;
    }
}
