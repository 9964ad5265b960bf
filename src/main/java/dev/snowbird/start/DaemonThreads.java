package dev.snowbird.start;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that keep no program running. */
public final class DaemonThreads {

    private DaemonThreads() {
    }

    /**
     * Returns what makes threads that are called by a name and a number, from 1.
     *
     * @param name what operators see in a list of threads
     */
    public static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Does the same where a library that is given what it returns would name its threads itself.
     *
     * @param name what operators see in a list of threads
     */
    public static ThreadFactory keepingTheName(String name) {
        ThreadFactory threads = named(name);
        return work -> {
            AtomicReference<String> own = new AtomicReference<>();
            Thread thread = threads.newThread(() -> {
                Thread.currentThread().setName(own.get());
                work.run();
            });
            own.set(thread.getName());
            return thread;
        };
    }
}
