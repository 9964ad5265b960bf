package dev.snowbird.routes;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What there is to say of a route before it runs.
 *
 * @param id          its name
 * @param group       the flow that it is part of; empty when its file says none
 * @param description what it does, in a sentence; empty when its file says nothing
 * @param from        the endpoint that it begins with, without options; settings are filled in where they are known
 * @param sends       where its steps send to, in their order
 * @param file        where it was loaded from: a path beside the program, or one in the jar
 * @param line        the line of that file on which its {@code from} is
 * @param fileText    the whole file
 * @param origin      what kind of file that is
 */
public record ListedRoute(String id, String group, String description, String from, List<Send> sends, String file,
        int line, String fileText, Origin origin) {

    /** What begins an item of a file's list. */
    private static final String ITEM = "-";

    /** Where a route comes from. */
    public enum Origin {
        /** From the jar. */
        BUILT_IN,
        /** From the operator's folder, in the place of one from the jar. */
        REPLACES,
        /** From the operator's folder, beside those from the jar. */
        ADDS
    }

    /**
     * A step that sends.
     *
     * @param uri   the endpoint, as {@link ListedRoute#from()} has it
     * @param aside whether the message also goes on in this route, and nothing comes back
     */
    public record Send(String uri, boolean aside) {
    }

    /** Returns the lines of its file that are about this route, with the comments among them. */
    public String text() {
        List<String> lines = fileText.lines().toList();
        int begin = Math.min(line, lines.size()) - 1;
        while (begin > 0 && !lines.get(begin).startsWith(ITEM)) {
            begin--;
        }
        return lines.stream().skip(begin).limit(1).collect(Collectors.joining()) + "\n"
                + lines.stream().skip(begin + 1L).takeWhile(next -> !next.startsWith(ITEM))
                        .map(next -> next + "\n").collect(Collectors.joining());
    }
}
