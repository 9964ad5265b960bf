package dev.snowbird.seabird.chat;

import java.util.List;

/** What a link says where there is no formatting (Seabird contract, section 4). */
final class LinkText {

    private static final List<String> SCHEMES = List.of("https://", "http://", "mailto:");

    private LinkText() {
    }

    /**
     * @param label what the link shows
     * @param url   where it leads
     * @return both; or only the URL, if the label is empty or the same URL, perhaps without the scheme
     */
    static String of(String label, String url) {
        return label.isEmpty() || isSame(label, url) ? url : label + " (" + url + ")";
    }

    private static boolean isSame(String label, String url) {
        return label.equals(url) || SCHEMES.stream().anyMatch(scheme -> url.equals(scheme + label));
    }
}
