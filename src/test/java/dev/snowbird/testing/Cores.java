package dev.snowbird.testing;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A core on each broker, for all tests of a class; each test calls its backends and commands by other names. */
public final class Cores implements AutoCloseable {

    private final Map<String, String> settings;
    private final Map<TestBroker, Core> cores = new HashMap<>();

    public Cores(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The core on this broker; it is started when it is asked for the first time. */
    public Core on(TestBroker broker) throws Exception {
        Core core = cores.get(broker);
        if (core == null) {
            Map<String, String> all = new HashMap<>(settings);
            all.putAll(broker.settings());
            core = Core.start(broker.amqpUri(), all);
            cores.put(broker, core);
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
