package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What code and documents cite is in this repository, and has the section that they name. */
class CitedDocumentsTest {

    private static final Map<String, Path> CONTRACTS = Map.of(
            "Snowflake", Path.of("docs/protocol/snowflake.md"),
            "Seabird", Path.of("docs/protocol/seabird.md"));
    private static final String NUMBER = "\\d+(?:\\.\\d+)?";
    private static final String NUMBERS = NUMBER + "(?:(?:, | and | to )" + NUMBER + ")*";
    private static final Pattern CONTRACT = Pattern.compile(
            "(Snowflake|Seabird) contract, sections? (" + NUMBERS + ")"
                    + "|sections? (" + NUMBERS + ") of the (Snowflake|Seabird) contract");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (?:(" + NUMBER + ")\\.? )?(.*)$");
    private static final Pattern DOCUMENT = Pattern.compile("((?:[A-Za-z-]+/)*[A-Za-z-]+\\.md)(?:, \"([^\"]+)\")?");
    private static final Path MAIN = Path.of("src/main/java/dev/snowbird");
    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");
    /** A row of a table that tells what is in a package, or in several. */
    private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z.]+(?:`, `[a-z.]+)*)` \\|");
    /** A class, perhaps with its package or a method, or a route, whose names have dashes. */
    private static final Pattern NAME = Pattern.compile(
            "`(?:(?:[a-z]+\\.)*([A-Z][A-Za-z]*[a-z][A-Za-z]*)(?:\\.[a-z]\\w*)?"
                    + "|(?:[a-z]+/)*([a-z]+(?:-[a-z]+)+))`");
    /** What Java, Camel and Amazon call so. */
    private static final Set<String> NOT_OURS =
            Set.of("CompletableFuture", "Supplier", "Exchange", "CreateQueue", "SendMessage");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    @Test
    void everyCitedSectionOfAContractExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int cited = 0;
        for (Path file : sources()) {
            for (MatchResult citation : matches(CONTRACT, text(file))) {
                cited++;
                String contract = citation.group(1) == null ? citation.group(4) : citation.group(1);
                String numbers = citation.group(2) == null ? citation.group(3) : citation.group(2);
                Set<String> sections = headings(CONTRACTS.get(contract), 1);
                Stream.of(numbers.split(", | and | to ")).filter(number -> !sections.contains(number))
                        .forEach(number -> missing.add(file + ": " + contract + " " + number));
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(cited > 100, "found " + cited + " citations");
    }

    @Test
    void everyDocumentThatCodeNamesExistsWithItsChapter() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path file : code()) {
            for (MatchResult citation : matches(DOCUMENT, text(file))) {
                Path document = Path.of(citation.group(1));
                if (!Files.exists(document) || citation.group(2) != null
                        && !headings(document, 2).contains(citation.group(2))) {
                    missing.add(file + ": " + citation.group());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void theArchitectureHasARowForEveryPackage() throws IOException {
        Set<String> packages = new HashSet<>();
        for (Path file : filesIn(MAIN, ".*\\.java")) {
            packages.add(MAIN.relativize(file.getParent()).toString().replace('/', '.'));
        }
        packages.remove("");
        String rooms = Files.readString(ARCHITECTURE).replaceFirst("(?s).*\n## The rooms\n(.*?)\n## .*", "$1");

        assertEquals(packages, matches(ROOM, rooms).stream()
                .flatMap(row -> Stream.of(row.group(1).split("`, `"))).collect(Collectors.toSet()));
    }

    @Test
    void everyClassAndRouteThatTheArchitectureNamesExists() throws IOException {
        Set<String> known = new HashSet<>();
        for (Path file : filesIn(Path.of("src"), ".*\\.(java|camel\\.yaml)")) {
            known.add(file.getFileName().toString().replaceFirst("\\.(java|camel\\.yaml)$", ""));
        }
        Set<String> named = matches(NAME, Files.readString(ARCHITECTURE)).stream()
                .map(name -> name.group(1) == null ? name.group(2) : name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(named.size() > 50, "found " + named);
        named.removeAll(known);
        assertEquals(NOT_OURS, named);
    }

    @Test
    void everyLinkOfADocumentLeadsSomewhere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult link : matches(LINK, Files.readString(document))) {
                if (!link.group(1).contains("://") && !leads(document, link.group(1), link.group(2))) {
                    missing.add(document + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static boolean leads(Path document, String file, String anchor) throws IOException {
        Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
        return Files.exists(target) && (anchor == null || headings(target, 2).stream()
                .anyMatch(heading -> anchor(heading).equals(anchor)));
    }

    /** Returns what a heading's link is called where Markdown is shown. */
    private static String anchor(String heading) {
        return heading.toLowerCase().replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    private static Set<String> headings(Path document, int group) throws IOException {
        return matches(HEADING, Files.readString(document)).stream().map(heading -> heading.group(group))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().toList();
    }

    /** Reads a file with its comments as running text, so that a citation may go on in the next line. */
    private static String text(Path file) throws IOException {
        return Files.readString(file).replaceAll("\\s*\\R\\s*(?:\\*|//|#)? ?", " ");
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>(documents());
        files.addAll(code());
        return files;
    }

    private static List<Path> code() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("src", "config")) {
            files.addAll(filesIn(Path.of(folder), ".*\\.(java|yaml|properties|proto|xml)"));
        }
        return files;
    }

    private static List<Path> documents() throws IOException {
        List<Path> files = new ArrayList<>(filesIn(Path.of("docs"), ".*\\.md"));
        files.addAll(filesIn(Path.of("examples"), ".*\\.md"));
        files.add(Path.of("README.md"));
        return files;
    }

    private static List<Path> filesIn(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name)).toList();
        }
    }
}
