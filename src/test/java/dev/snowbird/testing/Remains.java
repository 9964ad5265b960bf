package dev.snowbird.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

/** What is left at a core and its broker when all peers have gone. */
public final class Remains {

    private static final Duration LONG = Broker.patience().multipliedBy(3);
    /** For requests and replies, for events, and to publish. */
    private static final int CORE_CONNECTIONS = 3;

    private Remains() {
    }

    /** Waits until a core, which is alone at its broker, has no more than what it has for itself. */
    public static void awaitNone(Core core, TestBroker broker) throws Exception {
        await().atMost(LONG).until(() -> core.gauge("seabird.streams", "rpc", "StreamEvents")
                + core.gauge("seabird.streams", "rpc", "IngestEvents") == 0);
        assertEquals(new ChatRegistry(0, 0), ChatRegistry.of(core.connect("auditor")));
        await().atMost(LONG).until(() ->
                broker.connections() == CORE_CONNECTIONS && broker.queues() == ownQueues(core));
    }

    /** The queues of unroutable requests and of the directory, and the reply queues that wait to be leased. */
    private static int ownQueues(Core core) {
        return 2 + core.gauge("seabird.reply.queues", "state", "idle");
    }
}
