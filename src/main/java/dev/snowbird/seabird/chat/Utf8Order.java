package dev.snowbird.seabird.chat;

import java.util.Comparator;

/**
 * Orders texts by the bytes of their UTF-8 forms, unsigned, without making those (Seabird contract, section 6).
 * That is the order of their code points; {@link String#compareTo} has rare letters in another place.
 */
enum Utf8Order implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int at = 0; at < shorter; at++) {
            if (one.charAt(at) != other.charAt(at)) {
                return Integer.compare(one.codePointAt(at), other.codePointAt(at));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
