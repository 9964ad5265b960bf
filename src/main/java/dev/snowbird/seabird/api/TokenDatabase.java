package dev.snowbird.seabird.api;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** A database that holds tokens, as it is now. For several threads; what breaks is opened anew by the next use. */
interface TokenDatabase extends AutoCloseable {

    /** An open database. */
    @FunctionalInterface
    interface Open {

        /** Prepares a statement, which lives no longer than its use. */
        PreparedStatement prepare(String sql) throws SQLException;

        /** Does something of which nothing comes. */
        default void execute(String sql) throws SQLException {
            try (PreparedStatement statement = prepare(sql)) {
                statement.execute();
            }
        }
    }

    /** An operation on the open database. */
    @FunctionalInterface
    interface Work<T> {
        T on(Open open) throws SQLException;
    }

    /**
     * Does something with the database.
     *
     * @param patience how long to wait for what is in the way, such as a lock of somebody else; zero for not at all
     * @param work     what to do
     * @return what came of it
     * @throws TokenStoreException when the database is not there, or can't be used
     */
    <T> T use(Duration patience, Work<T> work) throws TokenStoreException;

    /** Returns whether there is such a table. */
    boolean hasTable(Open open, String name) throws SQLException;

    /** Returns how a column is declared that numbers the rows. */
    String numbering();

    /** Returns what remembers look-ups. */
    TokenMemory memory();

    /** Returns how many look-ups are of use at once. */
    int lookUpsAtOnce();

    /** Tells operators why nothing may come of a look-up for a while. */
    String silence();

    /** Tells peers that they should try again. */
    String excuse();

    @Override
    void close();
}
