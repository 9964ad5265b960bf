package dev.snowbird.seabird.api;

import dev.snowbird.log.RootCause;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What keeps the tokens from being read or written, in a line that names the setting and the file. */
public final class TokenFileException extends Exception {

    private static final long serialVersionUID = 1L;
    /** SQLite puts what is special about an error above the error itself. */
    private static final int PLAIN_CODE = 0xFF;

    private final boolean locked;

    TokenFileException(Optional<Path> file, Exception cause) {
        super("%s: %s can't be used: %s".formatted(Tokens.SETTING,
                file.map(Path::toString).orElse(":memory:"), reason(cause)), cause);
        this.locked = isLock(cause);
    }

    /** Says whether a lock of somebody else is all that was in the way, so that another try may succeed. */
    boolean isLocked() {
        return locked;
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
        return failure instanceof IOException ? failure.getClass().getSimpleName() : RootCause.line(failure);
    }
}
