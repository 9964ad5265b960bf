package dev.snowbird.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL of one's own on loopback, in processes and a folder that end with it, beside any that the machine itself
 * runs. It takes TLS, too. It is Debian's package; where it isn't installed, the test that launches one is skipped and
 * says so; where the environment variable {@code CI} is {@code true}, it fails.
 */
public final class PostgreSql implements AutoCloseable {

    /** Of the user {@code core}, who may do anything. */
    public static final String PASSWORD = "hunter2";

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String MISSING = "Debian's package postgresql is not installed";
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** PostgreSQL refuses to run as root; Debian's package makes this user. */
    private static final String OTHER_USER = "postgres";

    private final Path programs;
    private final Path folder = Files.createTempDirectory("postgresql");
    private final Path data = folder.resolve("data");
    private final int port = Ports.choose();
    private final AtomicInteger databases = new AtomicInteger();
    private GuardedProcess server;

    private PostgreSql(Path programs) throws IOException {
        this.programs = programs;
    }

    /** Makes one, starts it and waits until it takes connections, which is some three seconds. */
    public static PostgreSql launch() throws Exception {
        PostgreSql postgres = new PostgreSql(requireInstalled());
        try {
            postgres.make();
            postgres.start();
            return postgres;
        } catch (Exception e) {
            postgres.close();
            throw e;
        }
    }

    private static Path requireInstalled() throws IOException {
        Optional<Path> newest = Optional.empty();
        if (Files.isDirectory(VERSIONS)) {
            try (Stream<Path> versions = Files.list(VERSIONS)) {
                newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb"))).max(Comparator.naturalOrder());
            }
        }
        if (newest.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(MISSING);
            }
            System.err.println("WARN  tests of tokens do not run on PostgreSQL: " + MISSING);
            Assumptions.abort(MISSING);
        }
        return newest.get();
    }

    private void make() throws Exception {
        SelfSigned.make(folder, "localhost", "RSA").write(certificate(), key());
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        Files.createFile(output());
        if (isRoot()) {
            UserPrincipal owner = folder.getFileSystem().getUserPrincipalLookupService()
                    .lookupPrincipalByName(OTHER_USER);
            for (Path path : List.of(folder, key(), certificate(), password)) {
                Files.setOwner(path, owner);
            }
        }
        run("initdb", "--pgdata", data.toString(), "--username=core", "--pwfile", password.toString(),
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + OTHER_USER, "--regid=" + OTHER_USER, "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(String program, String... arguments) {
        try {
            Process process = new ProcessBuilder(command(program, arguments)).directory(folder.toFile())
                    .redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again where it was. */
    public void start() throws IOException {
        server = GuardedProcess.start(Map.of(), output(), command("postgres", "-D", data.toString(),
                "-c", "listen_addresses=" + HOST, "-c", "port=" + port, "-c", "unix_socket_directories=" + folder,
                "-c", "max_connections=30", "-c", "fsync=off", "-c", "ssl=on", "-c", "ssl_cert_file=" + certificate(),
                "-c", "ssl_key_file=" + key()).toArray(String[]::new));
        Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    connect("postgres").close();
                    return true;
                });
    }

    /** Stops it as an operator does who does not wait for its clients. */
    public void stop() {
        run("pg_ctl", "stop", "--pgdata", data.toString(), "--mode=fast");
        server.close();
    }

    /** Makes a new database and returns its URL, with user and password. */
    public String database() throws SQLException {
        String name = "tokens" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return url(name, HOST, port);
    }

    /** Returns the URL of a database by another way there. */
    public static String through(String url, int port) {
        return url.replaceFirst(":\\d+/", ":" + port + "/");
    }

    private static String url(String database, String host, int port) {
        return "postgres://core:%s@%s:%d/%s".formatted(PASSWORD, host, port, database);
    }

    /** Connects beside the program, as the user of the URL. */
    public static Connection connect(URI url) throws SQLException {
        String[] user = url.getUserInfo().split(":");
        return DriverManager.getConnection("jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(),
                url.getPath()), user[0], user[1]);
    }

    private Connection connect(String database) throws SQLException {
        return connect(URI.create(url(database, HOST, port)));
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database)) {
            execute(connection, sql);
        }
    }

    /** Does something to a database beside the program. */
    public static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = connect(URI.create(url))) {
            for (String sql : statements) {
                execute(connection, sql);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Asks a database beside the program for one value. */
    public static String query(String url, String sql) throws SQLException {
        try (Connection connection = connect(URI.create(url)); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Its certificate, of {@code localhost} and of no authority. */
    public Path certificate() {
        return folder.resolve("server.crt");
    }

    private Path key() {
        return folder.resolve("server.key");
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    /** Ends it at once, with all its processes and files. */
    @Override
    public void close() throws IOException {
        if (server != null) {
            stop();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
