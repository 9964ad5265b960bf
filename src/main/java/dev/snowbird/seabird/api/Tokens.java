package dev.snowbird.seabird.api;

import dev.snowbird.RootCause;
import dev.snowbird.StartException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The bearer tokens of plugins and chat backends, in the SQLite file that deployed Seabird cores keep them in
 * (Seabird contract, section 2). Whatever else is in such a file is left alone. Safe for use by several threads, and
 * by several processes on one file.
 */
public final class Tokens implements AutoCloseable {

    static final String SETTING = "seabird.database-url";

    private static final int BUSY_MILLIS = 5_000;
    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connection connection;
    private final PreparedStatement lookup;

    /**
     * A token, without itself.
     *
     * @param id   what it is removed by
     * @param name its user; several tokens may have the same
     */
    public record Entry(long id, String name) {
    }

    private Tokens(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS seabird_auth_tokens"
                    + " (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE)");
            statement.execute("SELECT id, name, key FROM seabird_auth_tokens LIMIT 0");
        }
        lookup = connection.prepareStatement("SELECT name FROM seabird_auth_tokens WHERE key = ? LIMIT 1");
    }

    /**
     * Opens the file, or makes one that only its owner can read.
     *
     * @param databaseUrl as {@code seabird.database-url} has it
     * @throws StartException when that can't be; the line names the setting
     */
    public static Tokens open(String databaseUrl) throws StartException {
        DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(url.access() == DatabaseUrl.Access.READ);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        String name = url.file().isEmpty() ? ":memory:" : url.file().get().toUri().toString();
        Connection connection = null;
        try {
            if (url.file().isPresent() && url.access() == DatabaseUrl.Access.CREATE) {
                makeWhenMissing(url.file().get());
            }
            connection = config.createConnection("jdbc:sqlite:" + name);
            return new Tokens(connection);
        } catch (SQLException | IOException e) {
            close(connection);
            throw new StartException("%s: %s can't be used: %s".formatted(SETTING,
                    url.file().map(Path::toString).orElse(":memory:"), reason(e)), e);
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

    private static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        return failure instanceof IOException ? failure.getClass().getSimpleName() : RootCause.line(failure);
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // Why it could not be used is what counts.
        }
    }

    /**
     * Tells whose token this is, as the file says at this moment.
     *
     * @param token what the peer presents
     * @return the user's name; empty when there is no such token
     * @throws SQLException when the file can't be read
     */
    public synchronized Optional<String> userOf(String token) throws SQLException {
        lookup.setString(1, token);
        try (ResultSet rows = lookup.executeQuery()) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }

    /**
     * Makes a token for a user.
     *
     * @param name the user
     * @return the token, 256 random bits in hexadecimal; it is shown nowhere else
     * @throws IllegalArgumentException when calls with the token could never be accepted because of the name
     * @throws SQLException             when the file can't be written
     */
    public synchronized String add(String name) throws SQLException {
        if (!name.chars().allMatch(UserName::isPlain) || name.isEmpty()) {
            throw new IllegalArgumentException("not a name of printable ASCII characters");
        }
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO seabird_auth_tokens (name, key) VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, token);
            insert.executeUpdate();
        }
        return token;
    }

    /**
     * Returns all tokens in order of their ids.
     *
     * @throws SQLException when the file can't be read
     */
    public synchronized List<Entry> list() throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name FROM seabird_auth_tokens ORDER BY id")) {
            while (rows.next()) {
                entries.add(new Entry(rows.getLong(1), String.valueOf(rows.getString(2))));
            }
        }
        return entries;
    }

    /**
     * Revokes a token: calls that come from now on are refused.
     *
     * @param id the token's id
     * @return whether there was such a token
     * @throws SQLException when the file can't be written
     */
    public synchronized boolean remove(long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM seabird_auth_tokens WHERE id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() > 0;
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
