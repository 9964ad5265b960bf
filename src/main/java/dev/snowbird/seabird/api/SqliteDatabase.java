package dev.snowbird.seabird.api;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite database that a URL names, as it is now. A file that another has replaced, by renaming or in place, is
 * opened anew, and so is one that an operation has failed on. One thread has it at a time.
 *
 * <p>Such a file is recognised by its attributes, and is never opened but by SQLite: closing any other descriptor of
 * it would end the locks that SQLite has on it (sqlite.org/howtocorrupt.html, 2.2). What others write by way of SQLite
 * is seen without that.
 */
final class SqliteDatabase implements TokenDatabase {

    private final SqliteUrl url;
    private final TokenMemory memory;
    private final SQLiteConfig config = new SQLiteConfig();
    private Optional<SQLiteConnection> connection = Optional.empty();
    private Optional<Version> version = Optional.empty();

    /** What is different about a file when it is another one, or has other content. */
    private record Version(Object key, FileTime modified, long size) {

        static Version of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(now.fileKey(), now.lastModifiedTime(), now.size());
        }
    }

    /**
     * Opens nothing yet.
     *
     * @param url   which it is; if it is a file, it should be there
     * @param clock that of the file system
     */
    SqliteDatabase(SqliteUrl url, Clock clock) {
        this.url = url;
        this.memory = new FileTokenMemory(url.file(), clock);
        config.setReadOnly(url.access() == SqliteUrl.Access.READ);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
    }

    /**
     * Makes the file if it is missing and may be made, so that only its owner can read it.
     *
     * @param url   which it is
     * @param clock that of the file system
     * @throws TokenStoreException when it can't be made
     */
    static SqliteDatabase opened(SqliteUrl url, Clock clock) throws TokenStoreException {
        try {
            if (url.file().isPresent() && url.access() == SqliteUrl.Access.CREATE) {
                makeWhenMissing(url.file().get());
            }
            return new SqliteDatabase(url, clock);
        } catch (IOException e) {
            throw TokenStoreException.unusable(url, e);
        }
    }

    /** Made here and not by SQLite, so that at no time others can read it. */
    private static void makeWhenMissing(Path file) throws IOException {
        FileAttribute<?>[] attributes = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, attributes);
        } catch (FileAlreadyExistsException e) {
            // As usual: it is only missing once.
        }
    }

    @Override
    public synchronized <T> T use(Duration patience, Work<T> work) throws TokenStoreException {
        try {
            SQLiteConnection open = current();
            open.setBusyTimeout((int) patience.toMillis());
            return work.on(open::prepareStatement);
        } catch (SQLException | IOException e) {
            // In memory there would be nothing left to open, and a lock is no fault of what is open.
            if (url.file().isPresent() && !TokenStoreException.isLock(e)) {
                close();
            }
            throw TokenStoreException.unusable(url, e);
        }
    }

    private SQLiteConnection current() throws SQLException, IOException {
        // Looked at before opening: when the file is replaced in between, the next call finds another one again.
        Optional<Version> now = url.file().isEmpty() ? Optional.empty() : Optional.of(Version.of(url.file().get()));
        if (!now.equals(version)) {
            close();
        }
        if (connection.isEmpty()) {
            connection = Optional.of((SQLiteConnection) config.createConnection("jdbc:sqlite:"
                    + url.file().map(file -> file.toUri().toString()).orElse(":memory:")));
            version = now;
        }
        return connection.get();
    }

    @Override
    public boolean hasTable(Open open, String name) throws SQLException {
        try (PreparedStatement query =
                open.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    @Override
    public String numbering() {
        return "INTEGER PRIMARY KEY";
    }

    @Override
    public TokenMemory memory() {
        return memory;
    }

    /** While a lock lasts it is in the way of all of them, and else a look-up takes some microseconds. */
    @Override
    public int lookUpsAtOnce() {
        return 1;
    }

    @Override
    public String silence() {
        return "another process has locked the file, or its disk does not answer";
    }

    @Override
    public String excuse() {
        return "the token file is locked or can't be read now, try again";
    }

    @Override
    public synchronized void close() {
        try {
            if (connection.isPresent()) {
                connection.get().close();
            }
        } catch (SQLException e) {
            // Nothing of it is used any more, and SQLite keeps no change back for its closing.
        } finally {
            connection = Optional.empty();
        }
    }
}
