package dev.snowbird.bench.measure;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts what is compared, each in a process and a folder of its own.
 *
 * @param options what the benches were asked for
 */
public record Programs(Options options) {

    private static final Path FOLDER = Path.of("target", "bench", "run");
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Path JAR = Path.of("target", "snowbird.jar").toAbsolutePath();
    private static final String HOST = "127.0.0.1";
    private static final long PEER_SECONDS = 30;
    private static final long LOOK_MILLIS = 5;

    /**
     * Starts Snowbird on free ports of loopback, and waits until it is ready.
     *
     * @param environment what it gets beside this process's own
     * @param settings    as {@code key=value}; those of the command line win
     */
    public MeasuredProgram snowbird(Map<String, String> environment, String... settings)
            throws IOException, InterruptedException {
        List<String> command = snowbirdCommand();
        List<String> all = new ArrayList<>(List.of("http.port=0", "management.port=0", "sqs.embedded.port=0",
                "seabird.bind-host=" + HOST + ":0", "rendezvous.disable-geoip=true"));
        all.addAll(List.of(settings));
        all.addAll(options.settings());
        command.add("run");
        all.forEach(setting -> command.addAll(List.of("--property", setting)));
        return MeasuredProgram.start(snowbirdFolder(), environment, command);
    }

    /** Runs a short command of Snowbird's where it runs itself, and returns what it says. */
    public String snowbirdSays(String... arguments) throws IOException, InterruptedException {
        List<String> command = snowbirdCommand();
        command.addAll(List.of(arguments));
        Path folder = snowbirdFolder();
        Files.createDirectories(folder);
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(folder.resolve("command-log.txt").toFile()).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException("failed: " + command + "; its log is in " + folder);
        }
        return said;
    }

    private List<String> snowbirdCommand() {
        if (!options.snowbird().isEmpty()) {
            return words(options.snowbird());
        }
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(words(options.jvm()));
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    private static Path snowbirdFolder() {
        return FOLDER.resolve("snowbird");
    }

    private static List<String> words(String text) {
        return new ArrayList<>(text.isBlank() ? List.of() : List.of(text.strip().split("\\s+")));
    }

    /** Starts a yardstick of these benches, with the libraries that they have themselves. */
    public MeasuredProgram bare(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return MeasuredProgram.start(FOLDER.resolve(main.getSimpleName()), Map.of(), command);
    }

    private static String classPath() {
        // Absolute, since a program runs in a folder of its own.
        return String.join(File.pathSeparator, List.of(System.getProperty("java.class.path")
                .split(File.pathSeparator)).stream()
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
    }

    /**
     * Starts the peer of the command line, and waits until its port takes connections.
     *
     * @param further what else the command may name in braces, beside {@code {port}}
     */
    public Started peer(Map<String, String> further) throws IOException, InterruptedException {
        int port = freePort();
        String command = options.peer().replace("{port}", String.valueOf(port));
        for (Map.Entry<String, String> entry : further.entrySet()) {
            command = command.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        // The shell gives way to the peer, so that its process is the one that is measured.
        MeasuredProgram program = MeasuredProgram.begin(FOLDER.resolve("peer"), Map.of(),
                List.of("sh", "-c", "exec " + command));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PEER_SECONDS);
        while (!takesConnections(port)) {
            if (System.nanoTime() > end || !program.isAlive()) {
                program.close();
                throw new IOException("the peer does not listen on " + port + "; its log is in " + FOLDER);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        program.isReady();
        return new Started(program, HOST + ":" + port);
    }

    /**
     * A program that has started.
     *
     * @param program its process
     * @param address where it listens, as HOST:PORT
     */
    public record Started(MeasuredProgram program, String address) {
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private static boolean takesConnections(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
