package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatProgram;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Plugin;
import io.grpc.Channel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers that do not read can do to a core of little memory, which has its broker inside. */
class SmallHeapIT {

    private static final int STALLED = 50;
    private static final int EVENTS = 60;
    /** An event has it three times. */
    private static final String TEXT = "x".repeat(1_200_000);

    @TempDir
    private Path folder;

    @Test
    void pluginsThatDoNotReadEndAndNobodyElseIsHarmed() throws Exception {
        try (ChatProgram program = ChatProgram.ready(folder, "embedded", Map.of("JDK_JAVA_OPTIONS", "-Xmx256m"))) {
            Channel bot = program.connect("bot");
            List<Plugin> stalled = stalled(program);
            try (Plugin quick = Plugin.attached(bot);
                    ChatBackend backend = ChatBackend.connected(
                            program.connect("chat"), "irc", "net", ChatBackend.OBEYS)) {
                for (int i = 0; i < EVENTS; i++) {
                    backend.send(Messages.message(i + TEXT));
                    assertEquals(i + TEXT, quick.next().getMessage().getText());
                }
                assertFalse(quick.hasEnded() || backend.hasEnded());
                stalled.forEach(SmallHeapIT::assertLagged);

                List<Plugin> again = stalled(program);
                for (int i = 0; i < EVENTS; i++) {
                    backend.send(Messages.message(i + TEXT));
                }
                again.forEach(Plugin::readOn);
                // Who did not lag was not told of all: that shows with the next event.
                await().atMost(Broker.patience()).until(() -> {
                    backend.send(Messages.message("next"));
                    return again.stream().allMatch(Plugin::hasEnded);
                });
                assertFalse(backend.hasEnded());
                try (Plugin late = Plugin.attached(bot)) {
                    assertServed(program, bot);
                    await().atMost(Broker.patience())
                            .until(() -> late.next().getSendMessage().getText().equals("still there"));
                }
                // The stop finds some that do not read.
                stalled(program);
                backend.send(Messages.message(TEXT));
                backend.send(Messages.message(TEXT));
                assertServed(program, bot);
            }
            long start = System.nanoTime();
            program.program().terminate();
            assertEquals(143, program.program().exitCode());
            assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(Broker.patience().dividedBy(2)) < 0);
            List<String> log = program.program().error();
            assertFalse(log.stream().anyMatch(line -> line.contains("OutOf") || line.startsWith("\tat ")),
                    log.toString());
        }
    }

    private static void assertServed(ChatProgram program, Channel bot) {
        assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://net/#c", "still there")),
                () -> program.program().error().toString());
    }

    private static List<Plugin> stalled(ChatProgram program) throws Exception {
        List<Plugin> plugins = new ArrayList<>();
        for (int i = 0; i < STALLED; i++) {
            plugins.add(Plugin.thatDoesNotRead(program.connect("stalled")));
        }
        return plugins;
    }

    /** How it hears of its end depends on how much of what came before it has taken. */
    private static void assertLagged(Plugin plugin) {
        plugin.readOn();
        String end = Calls.text(plugin.awaitEnd());
        assertTrue(end.equals("INTERNAL: client fell too far behind") || end.startsWith("CANCELLED"), end);
    }
}
