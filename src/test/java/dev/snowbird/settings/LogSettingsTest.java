package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.snowbird.log.ProgramLog;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LogSettingsTest {

    private final LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();

    @AfterEach
    void putBack() {
        log.reset();
        new ProgramLog().configure(log);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // log.level, what else: the level of Snowbird, of a route, of a library, of a library that is told to be quiet
        "INFO,  -,                                        INFO,  INFO,  WARN,  OFF",
        "debug, -,                                        DEBUG, DEBUG, WARN,  OFF",
        "ERROR, -,                                        ERROR, ERROR, ERROR, OFF",
        "INFO,  log.level.my-route=OFF,                   INFO,  OFF,   WARN,  OFF",
        "WARN,  log.level.org.apache=trace,               WARN,  WARN,  TRACE, OFF",
        "INFO,  log.level.org.elasticmq.rest.sqs=DEBUG,   INFO,  INFO,  WARN,  DEBUG"
    })
    void letThroughAsMuchAsTheySay(String level, String further, String ours, String route, String library,
            String quiet) {
        Map<String, String> settings = further == null ? Map.of("log.level", level)
                : Map.of("log.level", level, further.split("=")[0], further.split("=")[1]);

        LogSettings.apply(Settings.builtIn(settings));

        assertEquals(Level.valueOf(ours), level("dev.snowbird.Application"));
        assertEquals(Level.valueOf(route), level("my-route"));
        assertEquals(Level.valueOf(library), level("org.apache.camel.CamelContext"));
        assertEquals(Level.valueOf(quiet), level("org.elasticmq.rest.sqs.SQSRestServer"));
    }

    private Level level(String name) {
        return ((Logger) LoggerFactory.getLogger(name)).getEffectiveLevel();
    }
}
