package dev.snowbird.log;

/** What a peer says, in a form that is safe in one line of a log. */
public final class LogText {

    private static final int MAX_LENGTH = 80;

    private LogText() {
    }

    /** Returns the beginning of a text, with a question mark for all but printable ASCII. */
    public static String of(String text) {
        String start = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        return start.replaceAll("[^ -~]", "?");
    }
}
