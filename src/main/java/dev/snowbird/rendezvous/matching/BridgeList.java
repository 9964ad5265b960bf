package dev.snowbird.rendezvous.matching;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.GoJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bridges that this broker knows (Snowflake contract, section 11). Never changes once made. */
public final class BridgeList {

    /** The list of a broker that was given no file: the default bridge alone. */
    public static final BridgeList DEFAULT = new BridgeList(
            List.of(new Bridge("default", "wss://snowflake.torproject.net/", Fingerprint.DEFAULT)));

    private static final int LONGEST_LINE = 64 * 1024;
    private static final ObjectReader LINE = GoJson.mapper().readerFor(BridgeLine.class)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<Fingerprint, Bridge> bridges;

    private BridgeList(Iterable<Bridge> bridges) {
        Map<Fingerprint, Bridge> byFingerprint = new HashMap<>();
        bridges.forEach(bridge -> byFingerprint.put(bridge.fingerprint(), bridge));
        this.bridges = Map.copyOf(byFingerprint);
    }

    /**
     * Reads a bridge list file: one JSON object per line.
     *
     * @param file the file
     * @return the bridges in it; of two with the same fingerprint the later one
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException naming the line and the reason, if any line is not exactly one bridge
     */
    public static BridgeList load(Path file) throws IOException {
        List<Bridge> bridges = new ArrayList<>();
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()) {
            try {
                bridges.add(bridge(line));
            } catch (IllegalArgumentException | JsonProcessingException invalid) {
                throw new IllegalArgumentException("bridge list " + file + ", line " + (bridges.size() + 1) + ": "
                        + GoJson.describe(invalid), invalid);
            }
        }
        return new BridgeList(bridges);
    }

    /**
     * Looks up the bridge that a client asks for.
     *
     * @param fingerprint what the client calls it
     * @return the bridge, or nothing if this broker doesn't know it
     */
    public Optional<Bridge> find(Fingerprint fingerprint) {
        return Optional.ofNullable(bridges.get(fingerprint));
    }

    private static Bridge bridge(String line) throws JsonProcessingException {
        if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
            throw new BadMessageException("longer than 64 KiB");
        }
        BridgeLine read = LINE.readValue(line);
        return new Bridge(read.displayName, read.webSocketAddress, new Fingerprint(read.fingerprint));
    }

    // Fields and not record components: as in Go, the last of repeated members must win.
    private static final class BridgeLine {
        @JsonProperty
        private String displayName = "";
        @JsonProperty
        private String webSocketAddress = "";
        @JsonProperty
        private String fingerprint = "";
    }
}
