package dev.snowbird.settings;

/**
 * A setting that stops the start. The message is a single line for the operator: it names the setting, where its
 * value came from and what was expected, and holds no credential.
 */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean onCommandLine;

    /**
     * @param message the line to show; what would break it, from a value or a file's name, becomes a question mark
     */
    public SettingException(String message) {
        this(message, false);
    }

    /**
     * @param message       the line to show, as above
     * @param onCommandLine whether the command line is where the mistake was made
     */
    SettingException(String message, boolean onCommandLine) {
        super(message.replaceAll("\\p{Cntrl}", "?"));
        this.onCommandLine = onCommandLine;
    }

    /** Tells a mistake on the command line from one anywhere else: the exit codes differ. */
    public boolean isOnCommandLine() {
        return onCommandLine;
    }
}
