package dev.snowbird.testing;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A core on each broker, for all tests of a class; each test calls its backends and commands by other names. */
public final class Cores implements AutoCloseable {

    private final Map<String, String> settings;
    private final Map<URI, Core> cores = new HashMap<>();

    public Cores(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The core on this broker; it is started when it is asked for the first time. */
    public Core on(TestBroker broker) throws Exception {
        Core core = cores.get(broker.amqpUri());
        if (core == null) {
            core = Core.start(broker.amqpUri(), settings);
            cores.put(broker.amqpUri(), core);
        }
        return core;
    }

    @Override
    public void close() throws IOException {
        for (Core core : cores.values()) {
            core.close();
        }
    }
}
