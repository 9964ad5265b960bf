package dev.snowbird.seabird.api;

import dev.snowbird.start.StartException;

/** Where the tokens are: the value of {@code seabird.database-url}. As text it has no password. */
sealed interface DatabaseUrl permits SqliteUrl, PostgresUrl {

    /**
     * Takes a URL apart.
     *
     * @throws StartException when it is of neither form, or asks for something unknown; the line names the setting, and
     *                        repeats nothing of the URL
     */
    static DatabaseUrl parse(String text) throws StartException {
        if (text.startsWith(SqliteUrl.SCHEME)) {
            return SqliteUrl.parse(text);
        }
        if (PostgresUrl.isOne(text)) {
            return PostgresUrl.parse(text);
        }
        throw refused("it begins with neither sqlite: nor postgres://");
    }

    /** Returns what to throw for a URL that is no use. */
    static StartException refused(String reason) {
        return new StartException(Tokens.SETTING + ": " + reason, null);
    }
}
