package dev.snowbird.seabird.api;

import dev.snowbird.doctor.Finding;
import dev.snowbird.start.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Whether the tokens can be read and written. Nothing is made or changed. */
public final class TokenFinding {

    /** Others hold a lock only while they change something. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String REMEDY =
            ": let the user that runs Snowbird read and write it, or name another in " + Tokens.SETTING;

    private TokenFinding() {
    }

    /**
     * Looks at it.
     *
     * @param databaseUrl as {@code seabird.database-url} has it
     */
    public static Finding of(String databaseUrl) {
        try {
            DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
            return url instanceof PostgresUrl server ? PostgresFinding.of(server) : of((SqliteUrl) url);
        } catch (StartException e) {
            return Finding.failed(Tokens.SETTING, e.getMessage());
        }
    }

    private static Finding of(SqliteUrl url) {
        return url.file().isPresent() ? of(url, url.file().get())
                : Finding.warn(Tokens.SETTING, "tokens in memory are there for nobody: name a file");
    }

    private static Finding of(SqliteUrl url, Path file) {
        if (Files.notExists(file)) {
            return url.access() == SqliteUrl.Access.CREATE ? Finding.ofWritten(Tokens.SETTING, file)
                    : Finding.fail(Tokens.SETTING, file + " is not there, and its mode does not permit to make it:"
                            + " make it with token add, without a mode");
        }
        try (TokenDatabase database = new SqliteDatabase(url, Clock.systemUTC())) {
            boolean hasTokens = database.use(PATIENCE, open -> hasTable(database, open));
            if (url.access() == SqliteUrl.Access.READ) {
                return hasTokens ? Finding.ok(Tokens.SETTING, file + " can be read")
                        : Finding.fail(Tokens.SETTING, file + " holds no table of tokens: make it with token add");
            }
            Optional<String> unwritable = unwritable(database);
            return unwritable.map(why -> hasTokens
                            ? Finding.warn(Tokens.SETTING, why + "; it can only be read" + REMEDY)
                            : Finding.fail(Tokens.SETTING, why + REMEDY))
                    .orElseGet(() -> Finding.ok(Tokens.SETTING, file + " can be read and written"));
        } catch (TokenStoreException e) {
            return Finding.failed(Tokens.SETTING, e.getMessage() + REMEDY);
        }
    }

    private static boolean hasTable(TokenDatabase database, TokenDatabase.Open open) throws SQLException {
        boolean there = database.hasTable(open, Tokens.TABLE);
        if (there) {
            open.execute("SELECT id, name, key FROM " + Tokens.TABLE + " LIMIT 0");
        }
        return there;
    }

    /** Returns why it can't be written; taking the lock for that changes nothing yet. */
    private static Optional<String> unwritable(TokenDatabase database) {
        try {
            database.use(PATIENCE, open -> {
                open.execute("BEGIN IMMEDIATE");
                open.execute("ROLLBACK");
                return true;
            });
            return Optional.empty();
        } catch (TokenStoreException e) {
            return Optional.of(e.getMessage());
        }
    }
}
