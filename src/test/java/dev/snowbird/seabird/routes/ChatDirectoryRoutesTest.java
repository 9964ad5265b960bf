package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.amqp.DirectoryTelling;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.SeabirdDirectoryComponent;
import dev.snowbird.seabird.amqp.SeabirdQueueComponent;
import dev.snowbird.seabird.amqp.SeabirdQueueConsumer;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.seabird.chat.Directory;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.LogLines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.BindToRegistry;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The routes {@code chat-directory-tell} and {@code chat-directory-hear} of a core that has no broker yet. */
@CamelMainTest(propertyPlaceholderLocations = "classpath:config/application.properties",
        mockEndpointsAndSkip = "spring-rabbitmq:*")
class ChatDirectoryRoutesTest {

    @AutoClose
    private final AmqpCore core = AmqpCore.unopened();
    private final QueueRoutes queues = new QueueRoutes();
    private final Directory directory = new Directory(new Backends(), new Commands(), System::nanoTime);
    @BindToRegistry
    private final DirectoryTelling directoryTelling =
            new DirectoryTelling(directory, core.link, core.executor, core.meters);
    @BindToRegistry
    private final ChatMessages chatMessages = new ChatMessages();
    @BindToRegistry("seabird-queue")
    private final SeabirdQueueComponent queueComponent = new SeabirdQueueComponent(queues);
    @BindToRegistry("seabird-directory")
    private final SeabirdDirectoryComponent component = new SeabirdDirectoryComponent(directoryTelling);

    ChatDirectoryRoutesTest() throws Exception {
        // What is opened may fail.
    }

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/chat-directory-tell.camel.yaml,"
                + "classpath:routes/seabird/chat-directory-hear.camel.yaml");
    }

    private void hear(String core, String number, byte[] body, String... others) {
        Map<String, String> headers = new HashMap<>(Map.of("core", core, "n", number, "keep-ms", "60000"));
        for (String header : others) {
            headers.put(header, "true");
        }
        queues.deliver(QueueKind.DIRECTORY, new Delivery(body, headers, "", ""), null);
    }

    @Test
    void whatAnotherCoreTellsIsListed() {
        hear("two", "1", directory.own());
        assertEquals(1, core.meter("seabird.cores.others"));
        hear("two", "2", new byte[0], "bye");
        assertEquals(0, core.meter("seabird.cores.others"));
    }

    @Test
    void whatIsBrokenIsDroppedWithALineAMinute() {
        try (LogLines log = new LogLines(SeabirdQueueConsumer.class)) {
            hear("two", "-1", directory.own());
            hear("two", "1", new byte[] {1, 2, 3});
            hear("two", "1", new byte[2 * 1024 * 1024]);
            hear("two words", "1", directory.own());
            queues.deliver(QueueKind.DIRECTORY, new Delivery(directory.own(), Map.of(), "", ""), null);

            assertEquals(List.of("chat-directory-hear: dropped: a number is missing in its headers"), log.all());
            assertEquals(0, core.meter("seabird.cores.others"));
        }
    }

    @Test
    void withoutABrokerNobodyIsToldAndNobodyWaits() throws Exception {
        hear("two", "1", directory.own());
        directoryTelling.changed();

        AmqpCore.get(directoryTelling.told());

        directoryTelling.leave();
        directoryTelling.changed();
        AmqpCore.get(directoryTelling.told());
    }
}
