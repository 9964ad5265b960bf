package dev.snowbird.seabird.api;

import dev.snowbird.start.StartException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A file of SQLite, in the forms that the reference takes (those of Rust's sqlx).
 *
 * @param file   the file; none for tokens that live in memory only
 * @param access what may be done to it
 */
record SqliteUrl(Optional<Path> file, Access access) implements DatabaseUrl {

    /** Without any of these in the query, as in the reference, a missing file is made. */
    enum Access { READ, WRITE, CREATE }

    static final String SCHEME = "sqlite:";
    /** How SQLite goes about its reading. That changes nothing in what there is to read. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("cache=shared", "cache=private",
            "immutable=true", "immutable=1", "immutable=false", "immutable=0");

    /**
     * Takes a URL apart: {@code sqlite:}, perhaps two slashes, a path in which {@code %} escapes, and perhaps a query.
     *
     * @throws StartException when it is not of this form, or asks for something unknown
     */
    static SqliteUrl parse(String text) throws StartException {
        String rest = text.substring(SCHEME.length());
        String[] parts = (rest.startsWith("//") ? rest.substring(2) : rest).split("\\?", 2);
        String mode = mode(parts.length == 1 ? "" : parts[1]);
        if (parts[0].equals(":memory:") || mode.equals("memory")) {
            return new SqliteUrl(Optional.empty(), Access.CREATE);
        }
        return new SqliteUrl(Optional.of(path(parts[0])), switch (mode) {
            case "ro" -> Access.READ;
            case "rw" -> Access.WRITE;
            case "rwc" -> Access.CREATE;
            default -> throw DatabaseUrl.refused("mode is ro, rw, rwc or memory");
        });
    }

    private static String mode(String query) throws StartException {
        String mode = "rwc";
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("mode=")) {
                mode = parameter.substring("mode=".length());
            } else if (!parameter.isEmpty() && !WITHOUT_EFFECT.contains(parameter)) {
                throw DatabaseUrl.refused("after the question mark only mode, cache and immutable are known");
            }
        }
        return mode;
    }

    private static Path path(String escaped) throws StartException {
        try {
            // Only a form decodes + to a space; a path does not.
            String path = URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (path.isEmpty()) {
                throw DatabaseUrl.refused("it names no file");
            }
            return Path.of(path).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw DatabaseUrl.refused("it is not the path of a file");
        } catch (IllegalArgumentException e) {
            throw DatabaseUrl.refused("a % in it is not followed by two hexadecimal digits");
        }
    }

    /** Returns the file's path. */
    @Override
    public String toString() {
        return file.map(Path::toString).orElse(":memory:");
    }
}
