package dev.snowbird.seabird.api;

import dev.snowbird.start.StartException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where the tokens are: the value of {@code seabird.database-url}, in the forms that the reference takes (those of
 * Rust's sqlx).
 *
 * @param file   the file; none for tokens that live in memory only
 * @param access what may be done to it
 */
record DatabaseUrl(Optional<Path> file, Access access) {

    /** Without any of these in the query, as in the reference, a missing file is made. */
    enum Access { READ, WRITE, CREATE }

    private static final String SCHEME = "sqlite:";
    /** How SQLite goes about its reading. That changes nothing in what there is to read. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("cache=shared", "cache=private",
            "immutable=true", "immutable=1", "immutable=false", "immutable=0");

    /**
     * Takes a URL apart: {@code sqlite:}, perhaps two slashes, a path in which {@code %} escapes, and perhaps a query.
     *
     * @throws StartException when it is not of this form, or asks for something unknown
     */
    static DatabaseUrl parse(String text) throws StartException {
        if (!text.startsWith(SCHEME)) {
            throw refused("it does not begin with " + SCHEME);
        }
        String rest = text.substring(SCHEME.length());
        String[] parts = (rest.startsWith("//") ? rest.substring(2) : rest).split("\\?", 2);
        String mode = mode(parts.length == 1 ? "" : parts[1]);
        if (parts[0].equals(":memory:") || mode.equals("memory")) {
            return new DatabaseUrl(Optional.empty(), Access.CREATE);
        }
        return new DatabaseUrl(Optional.of(path(parts[0])), switch (mode) {
            case "ro" -> Access.READ;
            case "rw" -> Access.WRITE;
            case "rwc" -> Access.CREATE;
            default -> throw refused("mode is ro, rw, rwc or memory");
        });
    }

    private static String mode(String query) throws StartException {
        String mode = "rwc";
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("mode=")) {
                mode = parameter.substring("mode=".length());
            } else if (!parameter.isEmpty() && !WITHOUT_EFFECT.contains(parameter)) {
                throw refused("after the question mark only mode, cache and immutable are known");
            }
        }
        return mode;
    }

    private static Path path(String escaped) throws StartException {
        try {
            // Only a form decodes + to a space; a path does not.
            String path = URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (path.isEmpty()) {
                throw refused("it names no file");
            }
            return Path.of(path).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw refused("it is not the path of a file");
        } catch (IllegalArgumentException e) {
            throw refused("a % in it is not followed by two hexadecimal digits");
        }
    }

    private static StartException refused(String reason) {
        return new StartException(Tokens.SETTING + ": " + reason, null);
    }
}
