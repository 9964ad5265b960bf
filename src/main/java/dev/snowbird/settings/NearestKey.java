package dev.snowbird.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that somebody who wrote an unknown one most likely meant. */
public final class NearestKey {

    // Close enough for a slip or two; further away the guess would be a riddle of its own.
    private static final int MOST_SLIPS = 3;
    // Less will do where the name may well be no mistake: HTTP_PROXY is not HTTP_PORT.
    private static final int FEW_SLIPS = 2;

    private NearestKey() {
    }

    /** Returns the known setting that differs least, if any is near. Upper case, dots and dashes make no difference. */
    public static Optional<String> to(String unknown) {
        return to(unknown, SettingTable.TYPES.keySet(), MOST_SLIPS);
    }

    /**
     * Does the same for names of another kind. Short ones must be nearer, since any two of three letters are near.
     *
     * @param unknown what was written
     * @param known   what could have been written
     */
    public static Optional<String> to(String unknown, Collection<String> known) {
        return to(unknown, known, Math.max(1, Math.min(MOST_SLIPS, unknown.length() / 3)));
    }

    /**
     * Returns the setting that was meant by a key which could as well be an operator's own: its first word must be
     * nearly one of ours, too, so that {@code smtp.port} is not taken for {@code http.port}.
     */
    static Optional<String> probablyMeantBy(String foreign) {
        return to(foreign, SettingTable.TYPES.keySet(), FEW_SLIPS).filter(key -> {
            String ours = firstWord(key);
            return slips(firstWord(foreign), ours) <= (ours.length() - 1) / 3;
        });
    }

    private static String firstWord(String key) {
        return key.split("[._-]", 2)[0];
    }

    private static Optional<String> to(String unknown, Collection<String> known, int mostSlips) {
        int letters = letters(unknown).length();
        return known.stream()
                // At a start that is asked of each variable of the environment: most are too long or too short.
                .filter(key -> Math.abs(letters(key).length() - letters) <= mostSlips)
                .filter(key -> slips(unknown, key) <= mostSlips)
                .min(Comparator.<String>comparingInt(key -> slips(unknown, key)).thenComparing(key -> key));
    }

    /** Counts the letters to insert, delete or replace (the Levenshtein distance). */
    private static int slips(String left, String right) {
        String from = letters(left);
        String to = letters(right);
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }

    private static String letters(String key) {
        StringBuilder letters = new StringBuilder(key.length());
        key.toLowerCase(Locale.ROOT).chars()
                .filter(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
                .forEach(c -> letters.append((char) c));
        return letters.toString();
    }
}
