package dev.snowbird.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Properties;
import java.util.Set;

/**
 * The log of the program: to standard error, in UTC, for standard output is for what scripts read. Logback finds it by
 * its name in {@code META-INF/services}. Whoever has a configuration of their own for Logback gets that instead:
 * one that is named in {@code logback.configurationFile}, or a {@code logback-test.xml} beside tests of routes.
 *
 * <p>In Java and not in XML, since to read that Logback needs 400 classes and a twentieth of a cold start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class ProgramLog extends ContextAwareBase implements Configurator {

    static final String PATTERN =
            "%d{yyyy/MM/dd HH:mm:ss, UTC} %-5level %logger{0}: %msg%replace( %kvp{NONE}){'^ $', ''}%n";

    /** Loggers of which a line tells as much as a trace. */
    private static final Set<String> WITHOUT_TRACES = Set.of(
            // Netty's, for a failure that comes when a call has just ended: Amazon's client cancels some so late.
            "io.netty.channel.DefaultChannelPipeline",
            // Vert.x' word for a thread that gets on slowly, as any does while the machine stands still.
            "io.vertx.core.impl.btc.BlockedThreadChecker");

    private static final URL LEVELS = ProgramLog.class.getResource("/log-levels.properties");

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        if (hasAnother()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        log.addTurboFilter(repeatedTraces(log));
        log.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(standardError(log));
        levels().forEach((logger, level) -> log.getLogger((String) logger).setLevel(Level.valueOf((String) level)));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean hasAnother() {
        return System.getProperty("logback.configurationFile") != null
                || ProgramLog.class.getResource("/logback-test.xml") != null;
    }

    private static RepeatedTraces repeatedTraces(LoggerContext log) {
        RepeatedTraces traces = new RepeatedTraces(WITHOUT_TRACES);
        traces.setContext(log);
        traces.start();
        return traces;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext log) {
        ScrubbedLayout layout = new ScrubbedLayout();
        layout.setContext(log);
        layout.setPattern(PATTERN);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(log);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(log);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Properties levels() {
        Properties levels = new Properties();
        try (InputStream file = LEVELS.openStream()) {
            levels.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LEVELS, e);
        }
        return levels;
    }
}
