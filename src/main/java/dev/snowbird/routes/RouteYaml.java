package dev.snowbird.routes;

import dev.snowbird.log.RootCause;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What is wrong with a file of routes before there is a route: its YAML, or a word that Camel does not know. */
final class RouteYaml {

    private static final Pattern UNKNOWN_WORD = Pattern.compile("(?:Unknown node id|Unsupported field): (\\S+)");

    /** None until it is needed, for most files are right. */
    private Optional<RouteSchema> schema = Optional.empty();

    /**
     * Says what is wrong with a file, and on which lines of it if they are known.
     *
     * @param file    Camel could not load it
     * @param failure what loading it threw, which is about one mistake
     * @return all that Camel's schema knows to be wrong, or else that one
     */
    List<RouteMistakeException> mistakes(Resource file, Throwable failure) {
        String name = RouteMistakeException.nameOf(file.getLocation());
        List<RouteMistakeException> all = schema().mistakes(name, file);
        return all.isEmpty() ? List.of(mistake(name, failure)) : all;
    }

    private RouteSchema schema() {
        if (schema.isEmpty()) {
            schema = Optional.of(new RouteSchema());
        }
        return schema.get();
    }

    private RouteMistakeException mistake(String file, Throwable failure) {
        return RootCause.find(failure, MarkedYamlEngineException.class)
                .map(marked -> new RouteMistakeException(file, marked.getProblemMark()
                        .map(mark -> OptionalInt.of(mark.getLine() + 1)).orElse(OptionalInt.empty()), problem(marked)))
                .orElseGet(() -> new RouteMistakeException(file, OptionalInt.empty(), RootCause.line(failure)));
    }

    private String problem(MarkedYamlEngineException wrong) {
        Matcher unknown = UNKNOWN_WORD.matcher(wrong.getProblem());
        return unknown.matches() ? schema().noWord(unknown.group(1))
                : Optional.ofNullable(wrong.getContext()).map(context -> context + ": ").orElse("")
                        + wrong.getProblem();
    }
}
