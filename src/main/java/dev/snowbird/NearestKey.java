package dev.snowbird;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The setting that somebody who wrote an unknown key most likely meant. */
final class NearestKey {

    // Close enough for a slip or two; further away the guess would be a riddle of its own.
    private static final int MOST_SLIPS = 3;

    private NearestKey() {
    }

    /** Returns the known key that differs least, if any is near. Upper case, dots and dashes make no difference. */
    static Optional<String> to(String unknown) {
        return SettingTable.TYPES.keySet().stream()
                .filter(key -> slips(unknown, key) <= MOST_SLIPS)
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
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
