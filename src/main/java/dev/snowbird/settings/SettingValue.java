package dev.snowbird.settings;

import java.util.regex.Pattern;

/**
 * A value somebody gave to a setting.
 *
 * @param key    the setting
 * @param text   the value; empty means that it is not set
 * @param origin where it came from, in an operator's words
 */
record SettingValue(String key, String text, String origin) {

    /** The origin of values given with {@code --property} and other options. */
    static final String COMMAND_LINE = "command line";

    /** What follows a URL's first colon but is no port: somebody has forgotten the host. */
    private static final Pattern PASSWORD_WITHOUT_HOST = Pattern.compile("(?s)(://[^:/\\[]*:)(?!\\d*(/|$)).*");

    /** Returns what to throw when the value can't be used, for the reason given. */
    SettingException refused(String reason) {
        return blame(this + ": " + reason);
    }

    /** Returns what to throw when this value is why another is missing or unknown. */
    SettingException blame(String message) {
        return new SettingException(message, origin.equals(COMMAND_LINE));
    }

    /** Returns the setting, its value and its origin, without what may be the password of a URL. */
    @Override
    public String toString() {
        return key + "=" + PASSWORD_WITHOUT_HOST.matcher(text.replaceAll("(?s).*@", "***@")).replaceFirst("$1***")
                + " (" + origin + ")";
    }
}
