package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged program in a process and a folder of its own. */
public final class Program implements AutoCloseable {

    private static final Path JAR = Path.of("target", "snowbird.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> OF_THE_MACHINE =
            List.of("Still starting: waits for", "BlockedThreadChecker: Thread ", "SIGHUP does nothing");

    private final Process process;
    private final Path output;
    private final Path error;

    private Program(Process process, Path output, Path error) {
        this.process = process;
        this.output = output;
        this.error = error;
    }

    /** Starts it with nothing on standard input, as {@link #startWithInput} does. */
    public static Program start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return startWithInput(folder, environment, "", arguments);
    }

    /** Starts it with Java's options for tests, unless {@code JDK_JAVA_OPTIONS} is in the environment. */
    public static Program startWithInput(Path folder, Map<String, String> environment, String input, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        // Who has options for Java wants no others.
        if (!environment.containsKey("JDK_JAVA_OPTIONS")) {
            command.addAll(QuickJava.options(JAVA, JAR));
        }
        command.addAll(List.of("-jar", JAR.toString()));
        return start(command, folder, environment, input, arguments);
    }

    /** Starts it by another command than Java's own. */
    public static Program startCommand(List<String> starter, Path folder, Map<String, String> environment,
            String... arguments) throws IOException {
        return start(starter, folder, environment, "", arguments);
    }

    private static Program start(List<String> starter, Path folder, Map<String, String> environment, String input,
            String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Path error = Files.createTempFile(folder, "error", ".txt");
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(Files.writeString(Files.createTempFile(folder, "input", ".txt"), input).toFile())
                .redirectOutput(output.toFile()).redirectError(error.toFile());
        // What is set on this machine, or in its user's home, is not the tests' business.
        builder.environment().keySet().retainAll(Set.of("PATH", "LANG", "LC_ALL", "TMPDIR"));
        builder.environment().put("HOME", folder.toString());
        // Few peers come to a test's program, and soon it ends.
        builder.environment().put("START_WARM_UP", "0s");
        builder.environment().putAll(environment);
        return new Program(builder.start(), output, error);
    }

    /** Starts {@code run} on free ports and waits until it is ready. */
    public static Program ready(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("run", "--addr", "127.0.0.1:0",
                "--property", "management.port=0", "--property", "sqs.embedded.port=0",
                // Half of the program starts in half of the time; tests of the other half switch it on.
                "--property", "seabird.enabled=false", "--property", "seabird.bind-host=127.0.0.1:0",
                // Whether this machine has country files is not the tests' business.
                "--disable-geoip"));
        all.addAll(List.of(arguments));
        Program program = start(folder, environment, all.toArray(String[]::new));
        try {
            program.awaitReady(Broker.patience().multipliedBy(2));
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
        return program;
    }

    /** Waits until it is ready or has ended. */
    public void awaitReady(Duration patience) {
        Awaitility.await().atMost(patience).until(() -> isReady() || !process.isAlive());
    }

    public boolean isReady() {
        return output().contains("ready");
    }

    public List<String> output() {
        return lines(output);
    }

    /** What it says on standard error, but for lines of where it runs: on a busy machine, and under nohup. */
    public List<String> error() {
        return lines(error).stream().filter(line -> OF_THE_MACHINE.stream().noneMatch(line::contains)).toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a listener, from the program's own words. */
    public URI listener(String name, String path) {
        String prefix = "listening " + name + " ";
        return output().stream().filter(line -> line.startsWith(prefix)).findFirst()
                .map(line -> URI.create("http://" + line.substring(prefix.length()) + path)).orElseThrow();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for the end. */
    public int exitCode() throws InterruptedException {
        return exitCode(Broker.patience());
    }

    /** Waits for the end of what takes longer than other things. */
    public int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + output() + error());
        }
        return process.exitValue();
    }

    /** Waits for the end of a start that fails with this exit code, and returns the one line that says why. */
    public String failure(int code) throws InterruptedException {
        assertEquals(code, exitCode(), () -> output() + "\n" + error());
        List<String> lines = error();
        assertEquals(1, lines.size(), lines.toString());
        assertFalse(output().contains("ready"));
        return lines.get(0);
    }

    /** Asks it to stop, as an operator does. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
