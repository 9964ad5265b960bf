package dev.snowbird;

/**
 * A setting that stops the start. The message is a single line for the operator: it names the setting, where its
 * value came from and what was expected, and holds no credential.
 */
public final class SettingException extends RuntimeException {

    /** Takes the line to show; what would break it, from a value or a file's name, becomes a question mark. */
    public SettingException(String message) {
        super(message.replaceAll("\\p{Cntrl}", "?"));
    }
}
