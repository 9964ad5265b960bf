package dev.snowbird.rendezvous.matching;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads poll-interval files with the names of three pools, with those of the two before, or with both, as operators
 * upgrade program and file at different times (Snowflake contract, section 12).
 */
public final class PollIntervalFile {

    private static final String SUFFIX = "_poll_interval";

    private PollIntervalFile() {
    }

    /**
     * What came of a file.
     *
     * @param intervals what counts from now on
     * @param notes     what an operator should know of how the file was taken, a line each
     */
    public record Reading(PollIntervals intervals, List<String> notes) {
    }

    /**
     * Reads a file. The interval of a pool is what the file says of it, or else of the pool it was part of before; what
     * says neither stays as it is.
     *
     * @param file    a JSON object with intervals in milliseconds
     * @param current what counts now
     * @throws IOException              if the file can't be read
     * @throws IllegalArgumentException naming the file and the reason, if it is something else or a number is negative
     */
    public static Reading read(Path file, PollIntervals current) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            return reading(GoJson.mapper().readValue(text, Members.class).given(), current);
        } catch (JsonProcessingException | BadMessageException invalid) {
            throw new IllegalArgumentException(file + ": " + GoJson.describe(invalid), invalid);
        }
    }

    private static Reading reading(Map<String, Duration> given, PollIntervals current) {
        Map<NatPool, Duration> intervals = new EnumMap<>(NatPool.class);
        Map<String, List<String>> newNames = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (NatPool pool : NatPool.values()) {
            String name = pool + SUFFIX;
            String nameBefore = (pool == NatPool.OPEN ? "unrestricted" : "restricted") + SUFFIX;
            if (!given.containsKey(name) && given.containsKey(nameBefore)) {
                newNames.computeIfAbsent(nameBefore, first -> new ArrayList<>()).add(name);
            } else if (!given.containsKey(name)) {
                missing.add(name);
            }
            intervals.put(pool, given.getOrDefault(name, given.getOrDefault(nameBefore, current.of(pool))));
        }
        List<String> notes = new ArrayList<>();
        newNames.forEach((before, now) -> notes.add(before + " is taken for " + String.join(" and ", now)));
        if (!missing.isEmpty()) {
            notes.add("does not say, so stays as it was: " + String.join(", ", missing));
        }
        return new Reading(new PollIntervals(intervals.get(NatPool.OPEN), intervals.get(NatPool.MODERATE),
                intervals.get(NatPool.STRICT)), notes);
    }

    // Fields and not record components: as in Go, the last of repeated members must win. Null is as good as absent.
    private static final class Members {
        @JsonProperty("open_poll_interval")
        private Long open;
        @JsonProperty("moderate_poll_interval")
        private Long moderate;
        @JsonProperty("strict_poll_interval")
        private Long strict;
        @JsonProperty("unrestricted_poll_interval")
        private Long unrestricted;
        @JsonProperty("restricted_poll_interval")
        private Long restricted;

        private Map<String, Duration> given() {
            Map<String, Duration> given = new HashMap<>();
            put(given, "open", open);
            put(given, "moderate", moderate);
            put(given, "strict", strict);
            put(given, "unrestricted", unrestricted);
            put(given, "restricted", restricted);
            return given;
        }

        private static void put(Map<String, Duration> given, String pool, Long milliseconds) {
            if (milliseconds == null) {
                return;
            }
            if (milliseconds < 0) {
                throw new BadMessageException(pool + SUFFIX + " is negative");
            }
            given.put(pool + SUFFIX, Duration.ofMillis(milliseconds));
        }
    }
}
