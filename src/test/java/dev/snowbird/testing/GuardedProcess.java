package dev.snowbird.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process, with all that it starts, that doesn't outlive this one, however this one ends. */
final class GuardedProcess implements AutoCloseable {

    /** Waits for a line, which means end gently, or for the end of whoever could send one. */
    private static final String GUARD = """
            setsid "$@" </dev/null &
            if read -r line; then kill -TERM $!; wait $!; fi
            kill -KILL -$! 2>/dev/null
            """;

    private final Process guard;

    private GuardedProcess(Process guard) {
        this.guard = guard;
    }

    /** Starts a command, whose output goes to a file. */
    public static GuardedProcess start(Map<String, String> environment, Path output, String... command) throws IOException {
        // In a session of its own, or what ends all processes of a terminal at once would end the guard first.
        List<String> guarded = new ArrayList<>(List.of("setsid", "sh", "-c", GUARD, "guard"));
        guarded.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(guarded).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new GuardedProcess(builder.start());
    }

    /** Asks it to end, as an operator does, and waits until it has. */
    public void terminate() {
        try {
            guard.getOutputStream().write('\n');
            guard.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waitForEnd();
    }

    /** Ends it at once. */
    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waitForEnd();
    }

    private void waitForEnd() {
        try {
            if (!guard.waitFor(Broker.patience().toSeconds(), TimeUnit.SECONDS)) {
                guard.descendants().forEach(ProcessHandle::destroyForcibly);
                throw new IllegalStateException("A process has not ended by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
