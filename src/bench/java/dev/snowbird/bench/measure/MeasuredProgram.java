package dev.snowbird.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program in a process of its own, which ends with this one. It says on standard output where it listens, as Snowbird
 * does ({@code listening NAME HOST:PORT}), and then {@code ready}; its log goes to a file.
 */
public final class MeasuredProgram implements AutoCloseable {

    private static final String READY = "ready";
    private static final long PATIENCE_SECONDS = 120;
    private static final long STOP_SECONDS = 15;

    private final Process process;
    private final Path log;
    private final long begun;
    private final Thread end = new Thread(this::kill);
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Start> ready = new CompletableFuture<>();

    /**
     * How a program started.
     *
     * @param seconds from the start of the process until it was ready
     * @param use     what that took
     */
    public record Start(double seconds, Use use) {
    }

    private MeasuredProgram(Process process, Path log, long begun) {
        this.process = process;
        this.log = log;
        this.begun = begun;
        Runtime.getRuntime().addShutdownHook(end);
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program and waits until it is ready.
     *
     * @param folder      where it runs and logs, made when it is missing
     * @param environment what it gets beside this process's own
     * @param command     the program and its arguments
     * @throws IOException when it is not ready in two minutes, with the place of its log
     */
    public static MeasuredProgram start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        MeasuredProgram program = begin(folder, environment, command);
        try {
            program.startUp();
            return program;
        } catch (IOException | InterruptedException e) {
            program.close();
            throw e;
        }
    }

    /** Starts a program that does not say when it is ready. */
    static MeasuredProgram begin(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("log.txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
        builder.environment().putAll(environment);
        long begun = System.nanoTime();
        return new MeasuredProgram(builder.start(), log, begun);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(READY)) {
                    isReady();
                }
                if (!ready.isDone()) {
                    output.add(line);
                }
            }
            ready.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** Takes down that it has become ready just now. */
    void isReady() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        ready.complete(new Start(seconds, ProcessMeter.outside(pid()).now()));
    }

    /** Waits until it is ready, and returns how it became so. */
    public Start startUp() throws IOException, InterruptedException {
        try {
            return ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a program is not ready; it said " + output + ", its log is " + log, e);
        }
    }

    /** The address of a listener as HOST:PORT, from the program's own words. */
    public String listener(String name) {
        String prefix = "listening " + name + " ";
        return output.stream().filter(line -> line.startsWith(prefix)).findFirst()
                .map(line -> line.substring(prefix.length())).orElseThrow();
    }

    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended by itself. */
    boolean isAlive() {
        return process.isAlive();
    }

    private void kill() {
        process.destroyForcibly();
    }

    /** Asks it to stop, and ends it if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(end);
    }
}
