package dev.snowbird.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Options with which Java starts the program for a third of the CPU, since most that tests start does little and ends
 * soon: one compiler that is done early, a collector without threads, and an archive of loaded classes (AppCDS), which
 * is made once for a jar.
 */
final class QuickJava {

    private static final List<String> NO_LATE_GAINS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final Path FOLDER = Path.of("target", "quick-java").toAbsolutePath();

    /** What making the archive may take on a busy machine; on another it is some ten seconds. */
    private static final Duration PATIENCE = Broker.patience().multipliedBy(4);

    private static List<String> options;

    private QuickJava() {
    }

    /**
     * Returns the options, and makes the archive when there is none.
     *
     * @param java the command of Java
     * @param jar  what will be started
     */
    static synchronized List<String> options(Path java, Path jar) throws IOException {
        if (options == null) {
            Path archive = archive(java, jar);
            options = List.of(NO_LATE_GAINS.get(0), NO_LATE_GAINS.get(1), "-XX:SharedArchiveFile=" + archive,
                    // An archive that Java can't use is no failure, and standard output is the program's.
                    "-Xlog:disable", "-Xlog:all=error:stderr");
        }
        return options;
    }

    private static Path archive(Path java, Path jar) throws IOException {
        Path archive = FOLDER.resolve(Runtime.version() + ".jsa");
        Files.createDirectories(FOLDER);
        // Tests may run in several processes.
        try (FileChannel channel = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            if (!Files.exists(archive)
                    || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
                make(archive, java, jar);
            }
        }
        return archive;
    }

    private static void make(Path archive, Path java, Path jar) throws IOException {
        Path folder = Files.createTempDirectory(FOLDER, "run");
        Path made = folder.resolve("archive");
        try (Program program = Program.startCommand(List.of(java.toString(), NO_LATE_GAINS.get(0),
                NO_LATE_GAINS.get(1), "-XX:ArchiveClassesAtExit=" + made, "-Xlog:disable", "-jar", jar.toString()),
                folder, Map.of(), "run", "--addr", "127.0.0.1:0", "--property", "management.port=0",
                "--property", "sqs.embedded.port=0", "--property", "seabird.bind-host=127.0.0.1:0")) {
            program.awaitReady(PATIENCE);
            program.terminate();
            // It writes the archive when it ends.
            ProcessHandle.of(program.pid()).ifPresent(process ->
                    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        } catch (ConditionTimeoutException | CompletionException tooSlow) {
            System.err.println("WARN  Programs of tests start without an archive, which took too long to make");
            return;
        }
        if (Files.exists(made)) {
            Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
