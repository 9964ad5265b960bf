package dev.snowbird.seabird.chat;

import dev.snowbird.log.LogText;
import io.coded.seabird.seabird.Event;
import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which events a plugin wants, as it says in {@code x-seabird-filter} ("Event filters" in docs/seabird.md): any that
 * has all {@link EventHeaders} of one of the alternatives.
 *
 * @param alternatives the headers of each, at least the type; none where no event is wanted
 */
public record EventFilter(List<Map<String, String>> alternatives) {

    /** Each costs the broker a binding, and every event is held against all of them. */
    private static final int MOST = 64;
    private static final String MINE = "mine";
    private static final String TYPE = "type";
    private static final String COMMAND = "command";
    private static final String BACKEND = "backend_id";

    private static final List<String> TYPES = Stream.of(Event.InnerCase.values())
            .filter(type -> type != Event.InnerCase.INNER_NOT_SET)
            .map(type -> type.name().toLowerCase(Locale.ROOT)).toList();
    private static final Set<String> OF_USERS =
            Set.of("private_message", "private_action", "send_private_message", "perform_private_action");

    /**
     * Reads a filter.
     *
     * @param texts    of which any may let an event through; in each {@code ,} is or, {@code &} is and, and {@code %XX}
     *                 is a byte as in ids
     * @param commands what {@code mine} stands for
     * @return the filter, with ids in their canonical form
     * @throws StatusException with INVALID_ARGUMENT that names what is wrong with it
     */
    public static EventFilter parse(Collection<String> texts, Set<String> commands) throws StatusException {
        Set<Map<String, String>> all = new LinkedHashSet<>();
        for (String text : texts) {
            if (!text.chars().allMatch(EventFilter::isPlain)) {
                throw bad(text, "it is not printable ASCII: write other bytes as %XX");
            }
            for (String alternative : text.split(",", -1)) {
                all.addAll(alternatives(alternative.strip(), commands));
                requireFew(text, all);
            }
        }
        return new EventFilter(List.copyOf(all));
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character <= '~' || character == '\t';
    }

    /** Returns what an alternative stands for: more than one where a key stands for every type, or for mine. */
    private static Set<Map<String, String>> alternatives(String text, Set<String> commands) throws StatusException {
        Set<Map<String, String>> all = Set.of(Map.of());
        for (String term : text.split("&", -1)) {
            List<Map<String, String>> choices = choices(term.strip(), commands);
            requireFew(text, choices);
            Set<Map<String, String>> joined = new LinkedHashSet<>();
            all.forEach(one -> choices.forEach(other -> both(one, other).ifPresent(joined::add)));
            if (joined.isEmpty() && !all.isEmpty() && !choices.isEmpty()) {
                throw bad(text, "no event has all of this");
            }
            all = joined;
            requireFew(text, all);
        }
        return all;
    }

    private static void requireFew(String text, Collection<?> alternatives) throws StatusException {
        if (alternatives.size() > MOST) {
            throw bad(text, "more than %d alternatives, with one for each type where a key names none"
                    .formatted(MOST));
        }
    }

    /** Returns what has all headers of both; none when they contradict each other. */
    private static Optional<Map<String, String>> both(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new TreeMap<>(one);
        both.putAll(other);
        return both.entrySet().containsAll(one.entrySet()) ? Optional.of(both) : Optional.empty();
    }

    private static List<Map<String, String>> choices(String term, Set<String> commands) throws StatusException {
        if (term.equals(MINE)) {
            return commands.stream().map(command -> headers(COMMAND, COMMAND, command)).toList();
        }
        int equals = term.indexOf('=');
        if (equals < 0) {
            throw bad(term, term.isEmpty() ? "nothing is there" : "it is neither KEY=VALUE nor mine");
        }
        return choices(term, term.substring(0, equals).stripTrailing(), term.substring(equals + 1).stripLeading());
    }

    private static List<Map<String, String>> choices(String term, String key, String value) throws StatusException {
        if (key.equals(TYPE)) {
            if (!TYPES.contains(value)) {
                throw bad(term, "events are of the types " + String.join(", ", TYPES));
            }
            return List.of(Map.of(TYPE, value));
        }
        int dot = key.indexOf('.');
        String field = key.substring(dot + 1);
        List<String> types = TYPES.stream().filter(type -> (dot < 0 || type.equals(key.substring(0, dot)))
                && fields(type).contains(field)).toList();
        if (types.isEmpty()) {
            throw bad(term, "no event has the key " + LogText.of(key));
        }
        String canonical = canonical(term, field, value);
        List<Map<String, String>> choices = new ArrayList<>();
        types.forEach(type -> choices.add(headers(type, field, canonical)));
        return choices;
    }

    private static Map<String, String> headers(String type, String field, String value) {
        return Map.of(TYPE, type, type + "." + field, value);
    }

    /** Returns what {@link EventHeaders} tell of events of a type, without the prefix. */
    private static Set<String> fields(String type) {
        if (type.equals(COMMAND)) {
            return Set.of("channel_id", BACKEND, COMMAND);
        }
        return Set.of(OF_USERS.contains(type) ? "user_id" : "channel_id", BACKEND);
    }

    /** Returns a value as events have it. Ids undo escapes by themselves, so that they can be written as they are. */
    private static String canonical(String term, String field, String value) throws StatusException {
        try {
            return switch (field) {
                case COMMAND -> Escapes.unescape(value);
                case BACKEND -> BackendId.parse(value, field).toString();
                default -> FullId.parse(value, field).toString();
            };
        } catch (StatusException unreadable) {
            throw bad(term, unreadable.getStatus().getDescription());
        } catch (CharacterCodingException notText) {
            throw bad(term, "what is escaped is not UTF-8");
        }
    }

    private static StatusException bad(String part, String reason) {
        return Status.INVALID_ARGUMENT.withDescription("bad filter \"%s\": %s".formatted(LogText.of(part), reason))
                .asException();
    }
}
