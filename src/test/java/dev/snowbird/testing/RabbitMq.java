package dev.snowbird.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A RabbitMQ of one's own on loopback, in processes and a folder that end with it. Several may run at once, beside one
 * that the machine itself runs. It is Debian's package; systemd is not needed. Where it isn't installed, the test that
 * launches one is skipped and says so; where the environment variable {@code CI} is {@code true}, it fails.
 */
public final class RabbitMq implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
    private static final String MISSING = "Debian's package rabbitmq-server is not installed";
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ON_LOOPBACK = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}";

    private static final Pattern VALUE = Pattern.compile("\\{ok, (.*)}", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private final Path folder = Files.createTempDirectory("rabbitmq");
    private final int port = Ports.choose();
    private final int tlsPort = Ports.choose();
    private final int namesPort = Ports.choose();
    private final int erlangPort = Ports.choose();
    private final Map<String, String> environment = new HashMap<>();
    private final GuardedProcess names;
    private GuardedProcess server;

    private RabbitMq(List<String> configuration) throws IOException {
        List<String> lines = new ArrayList<>(List.of("listeners.tcp.1 = " + HOST + ":" + port));
        configuration.forEach(line -> lines.add(line.replace("TLS_LISTENER", HOST + ":" + tlsPort)));
        environment.putAll(Map.of(
                "HOME", folder.toString(),
                "RABBITMQ_NODENAME", "test@localhost",
                "RABBITMQ_DIST_PORT", String.valueOf(erlangPort),
                "RABBITMQ_MNESIA_BASE", Files.createDirectory(folder.resolve("mnesia")).toString(),
                "RABBITMQ_LOG_BASE", Files.createDirectory(folder.resolve("log")).toString(),
                "RABBITMQ_CONFIG_FILE", Files.write(folder.resolve("rabbitmq.conf"), lines).toString(),
                "RABBITMQ_CONF_ENV_FILE", Files.createFile(folder.resolve("no-environment")).toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE", Files.writeString(folder.resolve("plugins"), "[].").toString(),
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", ON_LOOPBACK,
                "RABBITMQ_CTL_ERL_ARGS", ON_LOOPBACK));
        // The directory of Erlang's nodes is its own, too: the usual one would be left running.
        environment.putAll(Map.of("ERL_EPMD_PORT", String.valueOf(namesPort), "ERL_EPMD_ADDRESS", HOST,
                "ERL_CRASH_DUMP_SECONDS", "0"));
        names = GuardedProcess.start(environment, output(), "epmd");
    }

    /** Starts one and waits until it takes connections, which is some five seconds. */
    public static RabbitMq launch() throws IOException {
        return launch(List.of());
    }

    /** Starts one that takes TLS, too, with a certificate and its key, both as PEM. */
    public static RabbitMq launchWithTls(Path certificate, Path key) throws IOException {
        return launch(List.of("listeners.ssl.1 = TLS_LISTENER", "ssl_options.cacertfile = " + certificate,
                "ssl_options.certfile = " + certificate, "ssl_options.keyfile = " + key,
                "ssl_options.verify = verify_none"));
    }

    private static RabbitMq launch(List<String> configuration) throws IOException {
        requireInstalled();
        RabbitMq rabbit = new RabbitMq(configuration);
        try {
            awaitListener(rabbit.namesPort);
            rabbit.start();
            return rabbit;
        } catch (IOException | RuntimeException e) {
            rabbit.close();
            throw e;
        }
    }

    /** Whether RabbitMQ is there to be started. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAMS.resolve("rabbitmq-server"));
    }

    private static void requireInstalled() {
        if (!isInstalled()) {
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(MISSING);
            }
            System.err.println("WARN  AMQP tests do not run on RabbitMQ: " + MISSING);
            Assumptions.abort(MISSING);
        }
    }

    /** Starts it again where it was. */
    public void start() throws IOException {
        server = GuardedProcess.start(environment, output(), PROGRAMS.resolve("rabbitmq-server").toString());
        try {
            awaitListener(port);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("RabbitMQ does not listen: " + Files.readString(output()), e);
        }
    }

    /** Stops it as an operator does; what isn't durable is gone. */
    public void stop() {
        server.terminate();
    }

    /** Where clients connect, with user and password. */
    public URI uri() {
        return URI.create("amqp://guest:guest@" + HOST + ":" + port);
    }

    /** Where clients connect with TLS, when it was started so. */
    public URI tlsUri() {
        return URI.create("amqps://guest:guest@" + HOST + ":" + tlsPort);
    }

    /** The TCP port of {@link #uri()}. */
    public int port() {
        return port;
    }

    /** Runs {@code rabbitmqctl}, which takes a second of a processor, and returns what it says. */
    public String control(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAMS.resolve("rabbitmqctl").toString(), "--quiet"));
        command.addAll(List.of(arguments));
        return run(command, "");
    }

    /** Has it evaluate an Erlang expression, which takes next to nothing, and returns the value as Erlang writes it. */
    public String evaluate(String expression) {
        String said = run(List.of("erl_call", "-address", HOST + ":" + erlangPort, "-R", "-e"), expression + ".\n");
        Matcher value = VALUE.matcher(said);
        if (!value.matches()) {
            throw new IllegalStateException(said);
        }
        return value.group(1);
    }

    private String run(List<String> command, String input) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try (OutputStream toProcess = process.getOutputStream()) {
                toProcess.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(said);
            }
            return said;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Deletes an exclusive queue, which no client and no command can. */
    public void deleteQueue(String name) {
        evaluate(("{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"%s\">>)), "
                + "rabbit_amqqueue:delete(Q, false, false, <<\"operator\">>)").formatted(name));
    }

    /** The names of all queues, of whichever client. */
    public List<String> queues() {
        return QUOTED.matcher(evaluate("[binary_to_list(Name) || {resource, _, queue, Name}"
                + " <- rabbit_amqqueue:list_names()]")).results().map(name -> name.group(1)).toList();
    }

    /** How many clients are connected. */
    public int connections() {
        return Integer.parseInt(evaluate("length(rabbit_networking:connections())"));
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private static void awaitListener(int port) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).ignoreException(ConnectException.class)
                .until(() -> {
                    new Socket(HOST, port).close();
                    return true;
                });
    }

    /** Ends it at once, with all its processes and files. */
    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
        names.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
