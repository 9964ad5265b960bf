package dev.snowbird.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.snowbird.log.RootCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.spi.Resource;
import org.apache.camel.util.StringHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Camel's own schema of route files, which editors use. Camel's loader stops at the first word that it does not know;
 * the schema tells of all in a file. It is asked only about a file that Camel refuses: the loader knows better what it
 * accepts, words with dashes for one.
 */
final class RouteSchema {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSchema.class);
    /** Of an alternative of one word or several fields, this is the word. */
    private static final String SHORT_FORM = ".oneOf[0].type";
    private static final String SWITCH = "disabled";
    private static final Pattern SETTING = Pattern.compile("\\{\\{.*}}");
    private static final LoadSettings AS_CAMEL_DOES = LoadSettings.builder().build();

    private final JsonSchema schema;
    /** All steps and fields that there are. */
    private final Set<String> words = new TreeSet<>();

    /** Reads it, which takes computing and memory: once for all files that are looked at together. */
    RouteSchema() {
        try (InputStream text = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode read = new ObjectMapper().readTree(text);
            read.findValues("properties").forEach(properties -> properties.fieldNames().forEachRemaining(words::add));
            JsonMetaSchema draft4 = JsonMetaSchema.builder(JsonMetaSchema.getV4())
                    .keyword(new NonValidationKeyword("deprecated")).build();
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4, factory -> factory.metaSchema(draft4))
                    .getSchema(read);
        } catch (IOException e) {
            throw new UncheckedIOException("Camel's schema of route files can't be read", e);
        }
    }

    /**
     * Returns what the schema knows to be wrong with a file.
     *
     * @param name how to call the file
     * @param file the file
     * @return nothing when it is no YAML, or right as far as the schema knows
     */
    List<RouteMistakeException> mistakes(String name, Resource file) {
        try {
            Node text = parsed(file);
            return wrongWith(content(file)).stream()
                    .flatMap(message -> says(message).stream()
                            .map(said -> new RouteMistakeException(name, line(text, message), said)))
                    .toList();
        } catch (IOException | YamlEngineException e) {
            LOG.debug("{} can't be held against the schema: {}", name, RootCause.line(e));
            return List.of();
        }
    }

    /** Says that Camel has no such word, and what was probably meant. */
    String noWord(String unknown) {
        return "there is no step or field " + unknown + RouteTrouble.hint(unknown, words);
    }

    private static Node parsed(Resource file) throws IOException {
        try (InputStream text = file.getInputStream()) {
            return new Compose(AS_CAMEL_DOES).composeInputStream(text).orElseThrow(() -> new IOException("empty"));
        }
    }

    private static JsonNode content(Resource file) throws IOException {
        try (InputStream text = file.getInputStream()) {
            return new ObjectMapper().valueToTree(new Load(AS_CAMEL_DOES).loadFromInputStream(text));
        }
    }

    /** Returns what it knows to be wrong. It does not know that a setting may say whether a step is there at all. */
    Set<ValidationMessage> wrongWith(JsonNode file) {
        JsonNode resolved = file.deepCopy();
        resolved.findParents(SWITCH).stream().filter(step -> SETTING.matcher(step.path(SWITCH).asText()).matches())
                .forEach(step -> ((ObjectNode) step).put(SWITCH, true));
        return schema.validate(resolved);
    }

    /** That none of several alternatives fits is no help; what is wrong with each of them is told, too. */
    private Optional<String> says(ValidationMessage message) {
        return switch (message.getType()) {
            case "additionalProperties" -> Optional.of(message.getProperty()).filter(word -> !isDashed(word))
                    .map(this::noWord);
            case "required" -> Optional.of("%s lacks %s".formatted(subject(message), message.getProperty()));
            case "type", "enum" -> Optional.of(message.getMessage())
                    .filter(text -> !message.getEvaluationPath().toString().endsWith(SHORT_FORM))
                    .map(text -> subject(message) + text.substring(text.indexOf(": ")));
            default -> Optional.empty();
        };
    }

    private boolean isDashed(String word) {
        return word.contains("-") && words.contains(StringHelper.dashToCamelCase(word));
    }

    private static String subject(ValidationMessage message) {
        for (int i = message.getInstanceLocation().getNameCount() - 1; i >= 0; i--) {
            if (message.getInstanceLocation().getElement(i) instanceof String name) {
                return name;
            }
        }
        return "the file";
    }

    private static OptionalInt line(Node file, ValidationMessage message) {
        Node node = file;
        Optional<Mark> mark = node.getStartMark();
        for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
            Object step = message.getInstanceLocation().getElement(i);
            if (node instanceof SequenceNode list && step instanceof Integer index) {
                node = list.getValue().get(index);
                mark = node.getStartMark();
            } else if (node instanceof MappingNode fields) {
                NodeTuple field = field(fields, String.valueOf(step));
                node = field.getValueNode();
                mark = field.getKeyNode().getStartMark();
            }
        }
        if (message.getType().equals("additionalProperties") && node instanceof MappingNode fields) {
            mark = field(fields, message.getProperty()).getKeyNode().getStartMark();
        }
        return mark.map(place -> OptionalInt.of(place.getLine() + 1)).orElse(OptionalInt.empty());
    }

    private static NodeTuple field(MappingNode fields, String name) {
        return fields.getValue().stream()
                .filter(field -> field.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
                .findFirst().orElseThrow(() -> new YamlEngineException("no field " + name));
    }
}
