package dev.snowbird.seabird.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.snowbird.start.DaemonThreads;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * Tokens in PostgreSQL, which cores may share. It is asked over a few connections that are kept; each thing that is
 * waited for has an end, so that a database which is away or slow holds up nobody for long, nor takes more connections.
 */
final class PostgresDatabase implements TokenDatabase {

    /** A look-up takes less than a millisecond, and the server has connections for a hundred clients. */
    static final int CONNECTIONS = 4;

    /** Less than callers wait, so that they hear why. Hikari allows no less than 250 ms. */
    private static final long BORROW_MILLIS = 400;
    private static final long CHECK_MILLIS = 250;
    private static final long IDLE_MILLIS = 60_000;
    private static final int CONNECT_SECONDS = 2;
    /** The server is asked to stop, or its work would pile up behind a lock. */
    private static final int STATEMENT_SECONDS = 1;
    /** And when it does not, the connection is given up. */
    private static final int SOCKET_SECONDS = 3;
    private static final String STARTING_UP = "57P03";

    private final PostgresUrl url;
    private final HikariDataSource pool;
    private final TokenMemory memory = new BriefTokenMemory(System::nanoTime);

    /** Connects with it when that is of use. */
    PostgresDatabase(PostgresUrl url) {
        this.url = url;
        HikariConfig config = new HikariConfig();
        config.setPoolName("seabird-tokens");
        config.setDataSource(source(url));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setIdleTimeout(IDLE_MILLIS);
        config.setConnectionTimeout(BORROW_MILLIS);
        config.setValidationTimeout(CHECK_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setThreadFactory(DaemonThreads.named("seabird-tokens"));
        pool = new HikariDataSource(config);
    }

    private static PGSimpleDataSource source(PostgresUrl url) {
        PGSimpleDataSource source = new PatientSource();
        source.setServerNames(new String[] {url.host()});
        source.setPortNumbers(new int[] {url.port()});
        source.setDatabaseName(url.database());
        url.user().ifPresent(source::setUser);
        url.password().ifPresent(source::setPassword);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setCancelSignalTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        // What pools of connections between here and the server can keep apart; and a table may be made anew.
        source.setPrepareThreshold(0);
        source.setApplicationName(url.parameters().getOrDefault("application_name", "snowbird"));
        tls(url).forEach(source::setProperty);
        return source;
    }

    /** Hikari would have each connection made within a second, on a thread of its own, or not at all. */
    private static final class PatientSource extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        @Override
        public int getLoginTimeout() {
            return CONNECT_SECONDS;
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // Connecting, and each answer, has a bound.
        }
    }

    /** The driver's names are those of libpq, and what they mean but for the root certificate. */
    private static Map<PGProperty, String> tls(PostgresUrl url) {
        Map<PGProperty, String> tls = new HashMap<>();
        Map.of(PostgresUrl.SSL_MODE, PGProperty.SSL_MODE, PostgresUrl.SSL_ROOT, PGProperty.SSL_ROOT_CERT,
                "sslcert", PGProperty.SSL_CERT, "sslkey", PGProperty.SSL_KEY)
                .forEach((name, property) -> {
                    if (url.parameters().containsKey(name)) {
                        tls.put(property, url.parameters().get(name));
                    }
                });
        if (PostgresUrl.SYSTEM.equals(tls.get(PGProperty.SSL_ROOT_CERT))) {
            tls.remove(PGProperty.SSL_ROOT_CERT);
            tls.put(PGProperty.SSL_FACTORY, DefaultJavaSSLFactory.class.getName());
        } else if (tls.containsKey(PGProperty.SSL_ROOT_CERT)) {
            // As libpq: who names an authority wants it asked.
            tls.computeIfPresent(PGProperty.SSL_MODE, (name, mode) -> mode.equals("require") ? "verify-ca" : mode);
        }
        return tls;
    }

    @Override
    public <T> T use(Duration patience, Work<T> work) throws TokenStoreException {
        try (Connection connection = connection(System.nanoTime() + patience.toNanos())) {
            return work.on(sql -> {
                PreparedStatement statement = connection.prepareStatement(sql);
                statement.setQueryTimeout(STATEMENT_SECONDS);
                return statement;
            });
        } catch (SQLException e) {
            throw TokenStoreException.away(url, e);
        }
    }

    /** What the pool says without a reason of the server's is only that there is no connection yet. */
    private Connection connection(long end) throws SQLException {
        while (true) {
            try {
                return pool.getConnection();
            } catch (SQLException e) {
                if (e.getCause() instanceof SQLException refusal && !STARTING_UP.equals(refusal.getSQLState())) {
                    throw e;
                }
                if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                    // So called, a start waits for it.
                    throw new SQLException(new TimeoutException(
                            e.getCause() == null ? "it does not answer in time" : e.getCause().getMessage()));
                }
            }
        }
    }

    @Override
    public boolean hasTable(Open open, String name) throws SQLException {
        try (PreparedStatement query = open.prepare("SELECT to_regclass(?) IS NOT NULL")) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        }
    }

    @Override
    public String numbering() {
        return "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
    }

    @Override
    public TokenMemory memory() {
        return memory;
    }

    @Override
    public int lookUpsAtOnce() {
        return CONNECTIONS;
    }

    @Override
    public String silence() {
        return "the database does not answer in time";
    }

    @Override
    public String excuse() {
        return "the token database can't be reached now, try again";
    }

    @Override
    public void close() {
        pool.close();
    }
}
