package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What operators read about Seabird. */
class ChatMetricsIT {

    private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `(seabird_\\w+)");
    /** A timer is three samples, and one row. */
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(seabird_\\w+?)(?:_count|_sum|_max)?[{ ]");

    @BrokersTest
    void theTableOfTheGuideIsWhatACoreCounts(TestBroker broker) throws Exception {
        try (Core core = Core.start(broker.amqpUri())) {
            Channel channel = core.connect("weather");
            ChatBackend.connected(channel, "irc", "libera", ChatBackend.OBEYS);
            Plugin first = Plugin.attached(channel);
            Plugin second = Plugin.attached(channel);

            say(channel, "irc://libera/#lobby");
            assertThrows(StatusRuntimeException.class, () -> say(channel, "irc://nowhere/#lobby"));
            for (Plugin plugin : new Plugin[] {first, first, second, second}) {
                plugin.next();
            }

            assertEquals(2, events(core, "published"));
            assertEquals(4, events(core, "delivered"));
            assertEquals(names(TABLE_ROW, Files.readString(Path.of("docs/seabird.md"))), names(SAMPLE, page(core)));
        }
    }

    private static void say(Channel channel, String where) {
        SeabirdGrpc.newBlockingStub(channel).sendMessage(
                SendMessageRequest.newBuilder().setChannelId(where).setText("Snow").build());
    }

    private static double events(Core core, String direction) {
        return core.application().meters().get("seabird.events").tag("direction", direction).counter().count();
    }

    private static String page(Core core) throws Exception {
        return Http.get(Http.at(core.listener("management"), "/observe/metrics")).body();
    }

    private static TreeSet<String> names(Pattern name, String text) {
        return name.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
