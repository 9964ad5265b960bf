package dev.snowbird.seabird.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite database that a URL names, as it is now. A file that another has replaced, by renaming or in place, is
 * opened anew, and so is one that an operation has failed on. For one thread at a time.
 *
 * <p>Such a file is recognised by its attributes, and is never opened but by SQLite: closing any other descriptor of
 * it would end the locks that SQLite has on it (sqlite.org/howtocorrupt.html, 2.2). What others write by way of SQLite
 * is seen without that.
 */
final class TokenDatabase implements AutoCloseable {

    private final DatabaseUrl url;
    private final SQLiteConfig config = new SQLiteConfig();
    private Optional<SQLiteConnection> connection = Optional.empty();
    private Optional<Version> version = Optional.empty();

    /** An operation on the open database, whose statements live no longer than itself. */
    interface Work<T> {
        T on(Connection open) throws SQLException;
    }

    /** What is different about a file when it is another one, or has other content. */
    private record Version(Object key, FileTime modified, long size) {

        static Version of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(now.fileKey(), now.lastModifiedTime(), now.size());
        }
    }

    TokenDatabase(DatabaseUrl url) {
        this.url = url;
        config.setReadOnly(url.access() == DatabaseUrl.Access.READ);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
    }

    /**
     * Does something with the database.
     *
     * @param patience how long to wait for a lock of somebody else; zero for not at all
     * @param work     what to do
     * @return what came of it
     * @throws TokenFileException when the file is not there, or can't be used
     */
    <T> T use(Duration patience, Work<T> work) throws TokenFileException {
        try {
            SQLiteConnection open = current();
            open.setBusyTimeout((int) patience.toMillis());
            return work.on(open);
        } catch (SQLException | IOException e) {
            // In memory there would be nothing left to open, and a lock is no fault of what is open.
            if (url.file().isPresent() && !TokenFileException.isLock(e)) {
                close();
            }
            throw new TokenFileException(url.file(), e);
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
    public void close() {
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
