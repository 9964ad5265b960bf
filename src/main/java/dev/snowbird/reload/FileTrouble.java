package dev.snowbird.reload;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with an operator's file, in the operator's words. */
public final class FileTrouble {

    private FileTrouble() {
    }

    /**
     * Returns one line that says why a file could not be used.
     *
     * @param failure what reading it threw
     */
    public static String line(Exception failure) {
        return describe(failure).replaceAll("\\p{Cntrl}", "?");
    }

    private static String describe(Exception failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        boolean says = failure instanceof FileSystemException || failure.getMessage() != null;
        return says ? failure.getMessage() : failure.getClass().getSimpleName();
    }
}
