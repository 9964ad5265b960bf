package dev.snowbird.seabird.api;

import dev.snowbird.seabird.chat.EventFilter;
import dev.snowbird.start.StartException;
import io.grpc.StatusException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bearer tokens of plugins and chat backends, in the SQLite file that deployed Seabird cores keep them in (Seabird
 * contract, section 2), or in the same table of PostgreSQL; and beside it, in a table of our own that is made when
 * there is the first of them, filters of events. Whatever else is there is left alone. Safe for use by several threads,
 * and by several processes; each call is about what is there at this moment.
 */
public final class Tokens implements AutoCloseable {

    static final String SETTING = "seabird.database-url";
    static final String TABLE = "seabird_auth_tokens";

    /** For those who can wait until another has finished its change: an operator's commands, and a start. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Not a column of that table: deployed cores check what they have made. */
    static final String FILTERS = "snowbird_token_filters";

    private final DatabaseUrl url;
    private final TokenDatabase database;

    /**
     * A token, without itself.
     *
     * @param id     what it is removed by
     * @param name   its user; several tokens may have the same
     * @param filter which events plugins with it get, if they do not say so themselves; none for all
     */
    public record Entry(long id, String name, Optional<String> filter) {

        /** A token without a filter. */
        public Entry(long id, String name) {
            this(id, name, Optional.empty());
        }
    }

    Tokens(DatabaseUrl url, TokenDatabase database) {
        this.url = url;
        this.database = database;
    }

    /**
     * Opens the file, or makes one that only its owner can read; or connects with the server.
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
        try {
            TokenDatabase database = url instanceof PostgresUrl server
                    ? new PostgresDatabase(server) : SqliteDatabase.opened((SqliteUrl) url, clock);
            try {
                makeTableWhenMissing(database);
                return new Tokens(url, database);
            } catch (TokenStoreException e) {
                database.close();
                throw e;
            }
        } catch (TokenStoreException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /**
     * Makes sure that a URL has a form that can be used.
     *
     * @param databaseUrl as {@code seabird.database-url} has it
     * @throws StartException when it has not; the line names the setting, and repeats nothing of the URL
     */
    public static void check(String databaseUrl) throws StartException {
        DatabaseUrl.parse(databaseUrl);
    }

    /** Where there is one already, the right to make one is not needed. */
    private static void makeTableWhenMissing(TokenDatabase database) throws TokenStoreException {
        database.use(PATIENCE, open -> {
            make(database, open, TABLE,
                    "id " + database.numbering() + ", name TEXT NOT NULL, key TEXT NOT NULL UNIQUE");
            open.execute("SELECT id, name, key FROM " + TABLE + " LIMIT 0");
            return true;
        });
    }

    private static void make(TokenDatabase database, TokenDatabase.Open open, String table, String columns)
            throws SQLException {
        if (database.hasTable(open, table)) {
            return;
        }
        try {
            open.execute("CREATE TABLE IF NOT EXISTS " + table + " (" + columns + ")");
        } catch (SQLException e) {
            // PostgreSQL may refuse it to the slower of two that make it at once.
            if (!database.hasTable(open, table)) {
                throw e;
            }
        }
    }

    /**
     * Tells whose token this is. A lock of somebody else is not waited for.
     *
     * @param token what the peer presents
     * @return the user; empty when there is no such token
     * @throws TokenStoreException when that can't be read
     */
    public Optional<TokenUser> userOf(String token) throws TokenStoreException {
        TokenMemory.LookUp lookUp = database.memory().begin();
        Optional<TokenUser> user = database.use(Duration.ZERO, open -> {
            Optional<String> name = text(open, "SELECT name FROM " + TABLE + " WHERE key = ? LIMIT 1", token);
            return name.isEmpty() ? Optional.empty() : Optional.of(new TokenUser(name.get(),
                    database.hasTable(open, FILTERS)
                            ? text(open, "SELECT filter FROM " + FILTERS + " WHERE key = ?", token)
                            : Optional.empty()));
        });
        user.ifPresent(found -> lookUp.found(token, found));
        return user;
    }

    private static Optional<String> text(TokenDatabase.Open open, String sql, String parameter) throws SQLException {
        try (PreparedStatement query = open.prepare(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /**
     * Tells whose token this is without asking the database, if it was looked up lately and nothing can have changed
     * since that others must see. That waits for nothing.
     *
     * @param token what the peer presents
     * @return the user; empty when that is for {@link #userOf} to tell
     */
    Optional<TokenUser> recall(String token) {
        return database.memory().recall(token);
    }

    /**
     * Makes a token for a user.
     *
     * @param name the user
     * @return the token, 256 random bits in hexadecimal; it is shown nowhere else
     * @throws IllegalArgumentException when calls with the token could never be accepted because of the name
     * @throws TokenStoreException      when that can't be written
     */
    public String add(String name) throws TokenStoreException {
        if (!name.chars().allMatch(UserName::isPlain) || name.isEmpty()) {
            throw new IllegalArgumentException("not a name of printable ASCII characters");
        }
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        return database.use(PATIENCE, open -> {
            change(open, "INSERT INTO " + TABLE + " (name, key) VALUES (?, ?)", name, token);
            return token;
        });
    }

    /** Returns how many rows were changed. */
    private static int change(TokenDatabase.Open open, String sql, String... parameters) throws SQLException {
        try (PreparedStatement change = open.prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                change.setString(i + 1, parameters[i]);
            }
            return change.executeUpdate();
        }
    }

    /**
     * Returns all tokens in order of their ids.
     *
     * @throws TokenStoreException when that can't be read
     */
    public List<Entry> list() throws TokenStoreException {
        return database.use(PATIENCE, open -> {
            String sql = database.hasTable(open, FILTERS)
                    ? "SELECT id, name, filter FROM %s AS t LEFT JOIN %s AS f ON f.key = t.key ORDER BY id"
                    : "SELECT id, name, NULL FROM %s ORDER BY id";
            List<Entry> entries = new ArrayList<>();
            try (PreparedStatement query = open.prepare(sql.formatted(TABLE, FILTERS));
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Entry(rows.getLong(1), String.valueOf(rows.getString(2)),
                            Optional.ofNullable(rows.getString(3))));
                }
            }
            return entries;
        });
    }

    /**
     * Revokes a token: calls that come from now on are refused, or with a server from half a second later on.
     *
     * @param id the token's id
     * @return whether there was such a token
     * @throws TokenStoreException when that can't be written
     */
    public boolean remove(long id) throws TokenStoreException {
        return database.use(PATIENCE, open -> {
            try (PreparedStatement delete = open.prepare("DELETE FROM " + TABLE + " WHERE id = ?")) {
                delete.setLong(1, id);
                boolean removed = delete.executeUpdate() > 0;
                dropOrphans(open);
                return removed;
            }
        });
    }

    /**
     * Says which events plugins get that present a token of a user, and do not say so themselves. It counts for streams
     * that open from now on, or with a server from half a second later on.
     *
     * @param name   the user, whose tokens it is for
     * @param filter as {@link EventFilter} has it; empty for all events
     * @return whether there is a token of that user
     * @throws IllegalArgumentException when it is no filter, in the words that a plugin would hear
     * @throws TokenStoreException      when that can't be written
     */
    public boolean filter(String name, String filter) throws TokenStoreException {
        requireGood(filter);
        return database.use(PATIENCE, open -> {
            if (text(open, "SELECT name FROM " + TABLE + " WHERE name = ? LIMIT 1", name).isEmpty()) {
                return false;
            }
            if (!filter.isEmpty()) {
                make(database, open, FILTERS, "key TEXT NOT NULL PRIMARY KEY, filter TEXT NOT NULL");
                change(open, "INSERT INTO %s (key, filter) SELECT DISTINCT key, CAST(? AS TEXT) FROM %s WHERE name = ?"
                        .formatted(FILTERS, TABLE) + " ON CONFLICT (key) DO UPDATE SET filter = excluded.filter",
                        filter, name);
            } else if (database.hasTable(open, FILTERS)) {
                change(open, "DELETE FROM %s WHERE key IN (SELECT key FROM %s WHERE name = ?)"
                        .formatted(FILTERS, TABLE), name);
            }
            dropOrphans(open);
            return true;
        });
    }

    private static void requireGood(String filter) {
        try {
            EventFilter.parse(filter.isEmpty() ? List.of() : List.of(filter), Set.of());
        } catch (StatusException e) {
            throw new IllegalArgumentException(e.getStatus().getDescription(), e);
        }
    }

    /** Those whose token others may have removed. */
    private void dropOrphans(TokenDatabase.Open open) throws SQLException {
        if (database.hasTable(open, FILTERS)) {
            change(open, "DELETE FROM %s WHERE key NOT IN (SELECT key FROM %s)".formatted(FILTERS, TABLE));
        }
    }

    /** Returns how many look-ups are of use at once. */
    int lookUpsAtOnce() {
        return database.lookUpsAtOnce();
    }

    /** Tells operators in a line why nothing may come of a look-up for a while. */
    String silence() {
        return SETTING + ": " + database.silence();
    }

    /** Tells peers that they should try again. */
    String excuse() {
        return database.excuse();
    }

    /** Returns where they are, without a password. */
    @Override
    public String toString() {
        return (url instanceof SqliteUrl ? SqliteUrl.SCHEME : "") + url;
    }

    @Override
    public void close() {
        database.close();
    }
}
