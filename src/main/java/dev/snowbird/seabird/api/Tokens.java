package dev.snowbird.seabird.api;

import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The bearer tokens of plugins and chat backends, in the SQLite file that deployed Seabird cores keep them in
 * (Seabird contract, section 2). Whatever else is in such a file is left alone. Safe for use by several threads, and
 * by several processes on one file; each call is about the file that is there at this moment.
 */
public final class Tokens implements AutoCloseable {

    static final String SETTING = "seabird.database-url";

    /** For those who can wait until another has finished its change: an operator's commands, and a start. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenDatabase database;
    private final TokenMemory memory;

    /**
     * A token, without itself.
     *
     * @param id   what it is removed by
     * @param name its user; several tokens may have the same
     */
    public record Entry(long id, String name) {
    }

    private Tokens(TokenDatabase database, TokenMemory memory) {
        this.database = database;
        this.memory = memory;
    }

    /**
     * Opens the file, or makes one that only its owner can read.
     *
     * @param databaseUrl as {@code seabird.database-url} has it
     * @throws StartException when that can't be; the line names the setting
     */
    public static Tokens open(String databaseUrl) throws StartException {
        return open(databaseUrl, Clock.systemUTC());
    }

    /** Does the same with a clock that tells how long ago the file was changed. */
    static Tokens open(String databaseUrl, Clock clock) throws StartException {
        DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
        TokenDatabase database = new TokenDatabase(url);
        try {
            if (url.file().isPresent() && url.access() == DatabaseUrl.Access.CREATE) {
                makeWhenMissing(url.file().get());
            }
            makeTableWhenMissing(database);
            return new Tokens(database, new TokenMemory(url.file(), clock));
        } catch (IOException e) {
            throw refused(new TokenFileException(url.file(), e));
        } catch (TokenFileException e) {
            database.close();
            throw refused(e);
        }
    }

    private static StartException refused(TokenFileException why) {
        return new StartException(why.getMessage(), why);
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

    private static void makeTableWhenMissing(TokenDatabase database) throws TokenFileException {
        database.use(PATIENCE, open -> {
            try (Statement statement = open.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS seabird_auth_tokens"
                        + " (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE)");
                return statement.execute("SELECT id, name, key FROM seabird_auth_tokens LIMIT 0");
            }
        });
    }

    /**
     * Tells whose token this is. A lock of somebody else is not waited for.
     *
     * @param token what the peer presents
     * @return the user's name; empty when there is no such token
     * @throws TokenFileException when the file can't be read
     */
    public synchronized Optional<String> userOf(String token) throws TokenFileException {
        TokenMemory.LookUp lookUp = memory.begin();
        Optional<String> user = database.use(Duration.ZERO, open -> {
            try (PreparedStatement lookup =
                    open.prepareStatement("SELECT name FROM seabird_auth_tokens WHERE key = ? LIMIT 1")) {
                lookup.setString(1, token);
                try (ResultSet rows = lookup.executeQuery()) {
                    return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
                }
            }
        });
        user.ifPresent(name -> lookUp.found(token, name));
        return user;
    }

    /**
     * Tells whose token this is without reading the file, if it was looked up lately and the file has not changed
     * since. That waits for nothing.
     *
     * @param token what the peer presents
     * @return the user's name; empty when that is for {@link #userOf} to tell
     */
    Optional<String> recall(String token) {
        return memory.recall(token);
    }

    /**
     * Makes a token for a user.
     *
     * @param name the user
     * @return the token, 256 random bits in hexadecimal; it is shown nowhere else
     * @throws IllegalArgumentException when calls with the token could never be accepted because of the name
     * @throws TokenFileException       when the file can't be written
     */
    public synchronized String add(String name) throws TokenFileException {
        if (!name.chars().allMatch(UserName::isPlain) || name.isEmpty()) {
            throw new IllegalArgumentException("not a name of printable ASCII characters");
        }
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        return database.use(PATIENCE, open -> {
            try (PreparedStatement insert =
                    open.prepareStatement("INSERT INTO seabird_auth_tokens (name, key) VALUES (?, ?)")) {
                insert.setString(1, name);
                insert.setString(2, token);
                insert.executeUpdate();
                return token;
            }
        });
    }

    /**
     * Returns all tokens in order of their ids.
     *
     * @throws TokenFileException when the file can't be read
     */
    public synchronized List<Entry> list() throws TokenFileException {
        return database.use(PATIENCE, open -> {
            List<Entry> entries = new ArrayList<>();
            try (Statement statement = open.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id, name FROM seabird_auth_tokens ORDER BY id")) {
                while (rows.next()) {
                    entries.add(new Entry(rows.getLong(1), String.valueOf(rows.getString(2))));
                }
            }
            return entries;
        });
    }

    /**
     * Revokes a token: calls that come from now on are refused.
     *
     * @param id the token's id
     * @return whether there was such a token
     * @throws TokenFileException when the file can't be written
     */
    public synchronized boolean remove(long id) throws TokenFileException {
        return database.use(PATIENCE, open -> {
            try (PreparedStatement delete =
                    open.prepareStatement("DELETE FROM seabird_auth_tokens WHERE id = ?")) {
                delete.setLong(1, id);
                return delete.executeUpdate() > 0;
            }
        });
    }

    @Override
    public synchronized void close() {
        database.close();
    }
}
