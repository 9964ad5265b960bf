package dev.snowbird.seabird.api;

import dev.snowbird.log.RootCause;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What keeps the tokens from being read or written, in a line that names the setting and the file or database. */
public final class TokenStoreException extends Exception {

    private static final long serialVersionUID = 1L;
    /** SQLite puts what is special about an error above the error itself. */
    private static final int PLAIN_CODE = 0xFF;

    private final boolean locked;
    private final boolean away;

    private TokenStoreException(DatabaseUrl url, Exception cause, boolean away) {
        super("%s: %s can't be used: %s".formatted(Tokens.SETTING, url, reason(cause)), cause);
        this.locked = isLock(cause);
        this.away = away;
    }

    /** Says that a file is no use. */
    static TokenStoreException unusable(SqliteUrl url, Exception cause) {
        return new TokenStoreException(url, cause, false);
    }

    /** Says that a server did not do what it was asked, whatever it said: nothing is known of a token for that. */
    static TokenStoreException away(PostgresUrl url, Exception cause) {
        return new TokenStoreException(url, cause, true);
    }

    /** Says whether a lock of somebody else is all that was in the way, so that another try may succeed at once. */
    boolean isLocked() {
        return locked;
    }

    /** Says whether another try may succeed later. */
    boolean isAway() {
        return away;
    }

    static boolean isLock(Exception failure) {
        return failure instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & PLAIN_CODE) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private static String reason(Exception failure) {
        if (isLock(failure)) {
            return "another process has locked it";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (RootCause.of(failure) instanceof UnknownHostException) {
            return "nobody knows its host";
        }
        return failure instanceof IOException ? failure.getClass().getSimpleName() : RootCause.line(failure);
    }
}
