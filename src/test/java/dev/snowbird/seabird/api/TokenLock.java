package dev.snowbird.seabird.api;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody else who keeps the token file to himself: to SQLite a further connection is as good as a process. */
public final class TokenLock implements AutoCloseable {

    private final Connection connection;

    private TokenLock(Connection connection) throws SQLException {
        this.connection = connection;
        execute("BEGIN EXCLUSIVE");
    }

    /** Takes the lock. */
    public static TokenLock on(Path file) throws SQLException {
        return new TokenLock(DriverManager.getConnection("jdbc:sqlite:" + file));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("ROLLBACK");
        connection.close();
    }
}
