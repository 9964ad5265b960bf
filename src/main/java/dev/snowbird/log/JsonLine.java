package dev.snowbird.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A log event as one line of JSON. Its {@code time}, {@code level} and {@code msg} are called as by Go's {@code slog},
 * with which the Go core of Seabird logs; {@code logger} and, after a failure, {@code stack} are beside them. So are
 * the id of what the line is about ({@link LifeLog}), and what Camel tells of it with {@code camel.main.useMdcLogging}.
 */
final class JsonLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonLine() {
    }

    /**
     * Writes an event.
     *
     * @param scrub takes out of a text what a log must not hold. It gets texts as they are: the escapes of JSON would
     *              hide from it where the lines of a session description begin
     */
    static String of(ILoggingEvent event, UnaryOperator<String> scrub) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("time", event.getInstant().toString());
        members.put("level", event.getLevel().toString());
        members.put("logger", scrub.apply(event.getLoggerName()));
        members.put("msg", scrub.apply(event.getFormattedMessage()));
        event.getMDCPropertyMap().forEach((name, value) -> members.put(name, scrub.apply(value)));
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> members.put(pair.key, scrub.apply(String.valueOf(pair.value))));
        }
        if (event.getThrowableProxy() != null) {
            members.put("stack", scrub.apply(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        try {
            return JSON.writeValueAsString(members) + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always JSON", e);
        }
    }
}
