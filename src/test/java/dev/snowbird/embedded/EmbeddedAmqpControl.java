package dev.snowbird.embedded;

import org.apache.qpid.server.virtualhost.QueueManagingVirtualHost;

/** What tests ask of the embedded broker that Snowbird never does. */
public final class EmbeddedAmqpControl {

    private EmbeddedAmqpControl() {
    }

    /** Counts the queues. */
    public static int queues(EmbeddedAmqp broker) {
        return (int) virtualHost(broker).getQueueCount();
    }

    /** Counts the connections. */
    public static int connections(EmbeddedAmqp broker) {
        return (int) virtualHost(broker).getConnectionCount();
    }

    private static QueueManagingVirtualHost<?> virtualHost(EmbeddedAmqp broker) {
        return (QueueManagingVirtualHost<?>) broker.qpid().findDefautVirtualHostNode().getVirtualHost();
    }

    /** Starts one with port and password of another that has ended. */
    public static EmbeddedAmqp again(EmbeddedAmqp ended) throws Exception {
        return EmbeddedAmqp.start(ended.port(), ended.password());
    }
}
