package dev.snowbird.seabird.api;

import dev.snowbird.doctor.Finding;
import dev.snowbird.net.Listener;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Whether the tokens in PostgreSQL can be read, and by whom else on the way there. Nothing is made or changed. */
final class PostgresFinding {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private PostgresFinding() {
    }

    static Finding of(PostgresUrl url) {
        try (PostgresDatabase database = new PostgresDatabase(url)) {
            return database.use(PATIENCE, open -> of(url, database, open));
        } catch (TokenStoreException e) {
            return Finding.failed(Tokens.SETTING, e.getMessage() + ": look at the URL, at its user, and at the server");
        }
    }

    private static Finding of(PostgresUrl url, TokenDatabase database, TokenDatabase.Open open) throws SQLException {
        if (!database.hasTable(open, Tokens.TABLE)) {
            return is(open, "has_schema_privilege(current_schema(), 'CREATE')")
                    ? Finding.ok(Tokens.SETTING, url + " has no table of tokens yet, and one can be made")
                    : Finding.fail(Tokens.SETTING, url + " has no table of tokens, and this user may make none: make it"
                            + " with token add, as one who may");
        }
        for (String table : database.hasTable(open, Tokens.FILTERS)
                ? new String[] {Tokens.TABLE, Tokens.FILTERS} : new String[] {Tokens.TABLE}) {
            if (!is(open, "has_table_privilege('" + table + "', 'SELECT')")) {
                return Finding.fail(Tokens.SETTING, "%s: this user may not read %s: GRANT SELECT ON %s"
                        .formatted(url, table, table));
            }
        }
        open.execute("SELECT id, name, key FROM " + Tokens.TABLE + " LIMIT 0");
        if (!Listener.isLoopback(url.host())
                && !is(open, "(SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())")) {
            return Finding.warn(Tokens.SETTING, url + " can be read, but tokens cross the network to it as they are:"
                    + " have the server do TLS, and add sslmode=verify-full");
        }
        return Finding.ok(Tokens.SETTING, url + (is(open, "has_table_privilege('" + Tokens.TABLE + "', 'INSERT')")
                && is(open, "has_table_privilege('" + Tokens.TABLE + "', 'DELETE')")
                ? " can be read and written" : " can be read, which is all that a core needs"));
    }

    private static boolean is(TokenDatabase.Open open, String condition) throws SQLException {
        try (PreparedStatement query = open.prepare("SELECT " + condition); ResultSet row = query.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }
}
