package dev.snowbird.rendezvous.statistics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is written for operators to read, created with mode 0644 (less the umask). It is open only while it is
 * written, so that it can be moved away at any time.
 */
final class OperatorFile {

    private static final FileAttribute<?> MODE_0644 =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private final Path path;

    /** Takes the place of the file. */
    OperatorFile(Path path) {
        this.path = path;
    }

    /** Makes sure that the file exists and is empty. */
    void truncate() throws IOException {
        write("", StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Adds text at the end; with an empty one, only makes sure that the file can be written. */
    void append(String text) throws IOException {
        write(text, StandardOpenOption.APPEND);
    }

    private void write(String text, StandardOpenOption how) throws IOException {
        boolean hasModes = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = hasModes ? new FileAttribute<?>[] {MODE_0644} : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        try (ByteChannel file = Files.newByteChannel(path, options, attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }
}
