package dev.snowbird.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.log.RootCause;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What is wrong with a file of routes before there is a route: its YAML, or a word that Camel does not know. */
final class RouteYaml {

    private static final Logger LOG = LoggerFactory.getLogger(RouteYaml.class);
    private static final Pattern UNKNOWN_WORD = Pattern.compile("(?:Unknown node id|Unsupported field): (\\S+)");

    private RouteYaml() {
    }

    /**
     * Says what is wrong with a file, and on which line of it if that is known.
     *
     * @param file    its name
     * @param failure what loading it threw
     */
    static RouteMistakeException mistake(String file, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                return new RouteMistakeException(file, marked.getProblemMark()
                        .map(mark -> OptionalInt.of(mark.getLine() + 1)).orElse(OptionalInt.empty()), problem(marked));
            }
        }
        return new RouteMistakeException(file, OptionalInt.empty(), RootCause.line(failure));
    }

    private static String problem(MarkedYamlEngineException wrong) {
        Matcher unknown = UNKNOWN_WORD.matcher(wrong.getProblem());
        if (unknown.matches()) {
            return "there is no step or field " + unknown.group(1) + RouteTrouble.hint(unknown.group(1), words());
        }
        return Optional.ofNullable(wrong.getContext()).map(context -> context + ": ").orElse("") + wrong.getProblem();
    }

    private static Set<String> words() {
        Set<String> words = new TreeSet<>();
        try (InputStream schema = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            new ObjectMapper().readTree(schema).findValues("properties")
                    .forEach(properties -> properties.fieldNames().forEachRemaining(words::add));
        } catch (IOException e) {
            LOG.debug("Can't tell which words there are: {}", e.getMessage());
        }
        return words;
    }
}
