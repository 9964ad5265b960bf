package dev.snowbird.management;

import dev.snowbird.start.Drain;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which process this is, for who wants to send it a signal, and how far its drain has come. It starts nothing: whoever
 * reaches the port could.
 *
 * @param pid      the process, as its own machine or container counts
 * @param command  the program that it runs, by which, and by its start, it is told from one of that number elsewhere
 * @param started  when it was started
 * @param state    a {@link Drain.Phase}
 * @param underWay as {@link Drain#underWay}
 */
public record DrainPage(long pid, String command, Instant started, String state, Map<String, Integer> underWay) {

    /** Where it is on the management port. */
    public static final String PATH = "/observe/drain";

    /** How far two processes may be apart in what they take for the start of one, after the clock was set. */
    private static final Duration CLOCK_SET = Duration.ofMinutes(1);

    /** Says whether it tells of a process that is seen from here. */
    public boolean isOf(ProcessHandle process) {
        return process.pid() == pid && commandOf(process).equals(command)
                && Duration.between(startOf(process), started).abs().compareTo(CLOCK_SET) < 0;
    }

    private static String commandOf(ProcessHandle process) {
        return process.info().command().orElse("");
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Has a server tell it. */
    static void serve(Router server, Drain drain) {
        ProcessHandle process = ProcessHandle.current();
        server.get(PATH).handler(request -> request.json(new JsonObject(Map.of(
                "pid", process.pid(), "command", commandOf(process), "started", startOf(process).toString(),
                "state", drain.phase().toString(), "underWay", drain.underWay()))));
    }

    /**
     * Reads it.
     *
     * @param body the page
     * @throws RuntimeException when it is another page
     */
    public static DrainPage read(String body) {
        JsonObject page = new JsonObject(body);
        Map<String, Integer> underWay = new TreeMap<>();
        page.getJsonObject("underWay").forEach(some -> underWay.put(some.getKey(), (Integer) some.getValue()));
        return new DrainPage(page.getLong("pid"), page.getString("command"), page.getInstant("started"),
                page.getString("state"), underWay);
    }
}
