package dev.snowbird.seabird.api;

import dev.snowbird.start.StartException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database of PostgreSQL, in the form of its own library (libpq, "Connection URIs").
 *
 * @param host       a name or an address
 * @param port       a TCP port
 * @param database   its name
 * @param user       who connects; without one, the user that runs this program
 * @param password   without one it may be in a {@code .pgpass}
 * @param parameters what stands after the question mark, by the names of libpq
 */
record PostgresUrl(String host, int port, String database, Optional<String> user, Optional<String> password,
        Map<String, String> parameters) implements DatabaseUrl {

    static final String SSL_MODE = "sslmode";
    static final String SSL_ROOT = "sslrootcert";
    /** In place of a file: the authorities that Java knows. */
    static final String SYSTEM = "system";

    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
            + "(?<host>[^@/?#:\\[\\]]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d{1,5}))?"
            + "(?:/(?<database>[^/?#]*))?(?:\\?(?<query>[^#]*))?");
    private static final Set<String> KNOWN =
            Set.of(SSL_MODE, SSL_ROOT, "sslcert", "sslkey", "application_name");
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** Says whether a text is meant to be one. */
    static boolean isOne(String text) {
        return text.startsWith("postgres://") || text.startsWith("postgresql://");
    }

    static PostgresUrl parse(String text) throws StartException {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw DatabaseUrl.refused("it is not postgres://USER:PASSWORD@HOST:PORT/DATABASE, where other than letters"
                    + " and digits in the user's name and the password may have to be %XX");
        }
        int port = Optional.ofNullable(form.group("port")).map(Integer::valueOf).orElse(DEFAULT_PORT);
        if (port < 1 || port > MAX_PORT) {
            throw DatabaseUrl.refused("there is no such port");
        }
        String database = decoded(Optional.ofNullable(form.group("database")).orElse(""));
        if (database.isEmpty()) {
            throw DatabaseUrl.refused("it names no database");
        }
        return new PostgresUrl(form.group("host"), port, database, decodedIfAny(form.group("user")),
                decodedIfAny(form.group("password")), parameters(form.group("query")));
    }

    private static Map<String, String> parameters(String query) throws StartException {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            if (parts.length < 2 || !KNOWN.contains(parts[0])) {
                throw DatabaseUrl.refused("after the question mark only " + SSL_MODE + ", " + SSL_ROOT
                        + ", sslcert, sslkey and application_name are known");
            }
            parameters.put(parts[0], decoded(parts[1]));
        }
        String mode = parameters.getOrDefault(SSL_MODE, "prefer");
        if (!SSL_MODES.contains(mode)) {
            throw DatabaseUrl.refused(
                    SSL_MODE + " is disable, allow, prefer, require, verify-ca or verify-full");
        }
        if (SYSTEM.equals(parameters.get(SSL_ROOT)) && !mode.equals("verify-full")) {
            throw DatabaseUrl.refused(SSL_ROOT + "=system needs " + SSL_MODE + "=verify-full");
        }
        return Map.copyOf(parameters);
    }

    private static Optional<String> decodedIfAny(String escaped) throws StartException {
        return escaped == null || escaped.isEmpty() ? Optional.empty() : Optional.of(decoded(escaped));
    }

    private static String decoded(String escaped) throws StartException {
        try {
            // Only a form decodes + to a space.
            return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw DatabaseUrl.refused("a % in it is not followed by two hexadecimal digits");
        }
    }

    /** Returns which database it is, and not who uses it. */
    @Override
    public String toString() {
        return "postgres://%s:%d/%s".formatted(host, port, database);
    }
}
