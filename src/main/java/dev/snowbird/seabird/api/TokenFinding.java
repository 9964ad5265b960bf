package dev.snowbird.seabird.api;

import dev.snowbird.doctor.Finding;
import dev.snowbird.start.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Whether the token file can be read and written. Nothing is made or changed. */
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
            return url.file().isPresent() ? of(url, url.file().get())
                    : Finding.warn(Tokens.SETTING, "tokens in memory are there for nobody: name a file");
        } catch (StartException e) {
            return Finding.failed(Tokens.SETTING, e.getMessage());
        }
    }

    private static Finding of(DatabaseUrl url, Path file) {
        if (Files.notExists(file)) {
            return url.access() == DatabaseUrl.Access.CREATE ? Finding.ofWritten(Tokens.SETTING, file)
                    : Finding.fail(Tokens.SETTING, file + " is not there, and its mode does not permit to make it:"
                            + " make it with token add, without a mode");
        }
        TokenDatabase database = new TokenDatabase(url);
        try {
            boolean hasTokens = database.use(PATIENCE, TokenFinding::hasTable);
            if (url.access() == DatabaseUrl.Access.READ) {
                return hasTokens ? Finding.ok(Tokens.SETTING, file + " can be read")
                        : Finding.fail(Tokens.SETTING, file + " holds no table of tokens: make it with token add");
            }
            Optional<String> unwritable = unwritable(database);
            return unwritable.map(why -> hasTokens
                            ? Finding.warn(Tokens.SETTING, why + "; it can only be read" + REMEDY)
                            : Finding.fail(Tokens.SETTING, why + REMEDY))
                    .orElseGet(() -> Finding.ok(Tokens.SETTING, file + " can be read and written"));
        } catch (TokenFileException e) {
            return Finding.failed(Tokens.SETTING, e.getMessage() + REMEDY);
        } finally {
            database.close();
        }
    }

    private static boolean hasTable(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            try (ResultSet tables = statement.executeQuery(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seabird_auth_tokens'")) {
                if (!tables.next()) {
                    return false;
                }
            }
            statement.executeQuery("SELECT id, name, key FROM seabird_auth_tokens LIMIT 0").close();
            return true;
        }
    }

    /** Returns why it can't be written; taking the lock for that changes nothing yet. */
    private static Optional<String> unwritable(TokenDatabase database) {
        try {
            database.use(PATIENCE, open -> {
                try (Statement statement = open.createStatement()) {
                    statement.execute("BEGIN IMMEDIATE");
                    return statement.execute("ROLLBACK");
                }
            });
            return Optional.empty();
        } catch (TokenFileException e) {
            return Optional.of(e.getMessage());
        }
    }
}
