package dev.snowbird.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of routes as tests look at it: its text, and the tree that the text stands for.
 *
 * @param path where the file is
 * @param text what is in it
 * @param tree a list of routes or route configurations
 */
public record RouteFile(Path path, String text, JsonNode tree) {

    private static final Path ALL = Path.of("src/main/resources/routes");
    private static final String ENDING = ".camel.yaml";
    private static final Pattern READ_PROPERTY = Pattern.compile("exchangeProperty(?:\\.|: )(\\w+)");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Returns every file that is packaged into the jar. */
    public static List<RouteFile> builtIn() throws IOException {
        try (Stream<Path> paths = Files.walk(ALL)) {
            return paths.filter(Files::isRegularFile).sorted().map(RouteFile::read).toList();
        }
    }

    public static RouteFile read(Path path) {
        try {
            String text = Files.readString(path);
            return new RouteFile(path, text, YAML.readTree(text));
        } catch (IOException e) {
            throw new IllegalArgumentException("can't read " + path, e);
        }
    }

    /** Returns the file's name without its ending; the whole name if it ends otherwise. */
    public String name() {
        String name = path.getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** Returns the folder beside {@code errors.camel.yaml} that the file is in, itself or in one below. */
    public String folder() {
        return ALL.relativize(path).getName(0).toString();
    }

    /** Returns the names of the exchange properties that the file sets, removes or reads. */
    public Set<String> exchangeProperties() {
        Set<String> names = new TreeSet<>();
        READ_PROPERTY.matcher(text).results().forEach(found -> names.add(found.group(1)));
        Stream.of("setProperty", "removeProperty").flatMap(step -> tree.findValues(step).stream())
                .forEach(step -> names.add(step.path("name").asText()));
        return names;
    }

    /** Returns the file's first route; a missing node when it begins with something else. */
    public JsonNode route() {
        return tree.path(0).path("route");
    }
}
