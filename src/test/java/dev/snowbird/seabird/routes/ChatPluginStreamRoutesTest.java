package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.RootCause;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.SeabirdQueueComponent;
import dev.snowbird.seabird.chat.EventFilters;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.testkit.FakeDirectoryTelling;
import dev.snowbird.testkit.FakePluginStreams;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.StreamEventsRequest;
import java.util.List;
import java.util.Map;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The routes {@code chat-api-stream-events} and {@code chat-event-deliver}: a stream opens, and gets events. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        replaceRouteFromWith = "chat-api-stream-events=direct:chat-api-stream-events")
class ChatPluginStreamRoutesTest {

    private final QueueRoutes queues = new QueueRoutes();
    @BindToRegistry("seabird-queue")
    private final SeabirdQueueComponent component = new SeabirdQueueComponent(queues);
    @BindToRegistry
    private final FakePluginStreams pluginStreams = new FakePluginStreams();
    @BindToRegistry
    private final EventFilters eventFilters = new EventFilters();
    @BindToRegistry
    private final FakeDirectoryTelling directoryTelling = new FakeDirectoryTelling();

    @Produce("direct:chat-api-stream-events")
    private ProducerTemplate plugin;

    @Configure
    void loadTheRoutes(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/api/chat-api-stream-events.camel.yaml,"
                + "classpath:routes/seabird/chat-event-deliver.camel.yaml");
    }

    private Exchange open(String command, String... filters) {
        StreamEventsRequest request = StreamEventsRequest.newBuilder()
                .putCommands(command, CommandMetadata.getDefaultInstance()).build();
        return plugin.send(exchange -> {
            exchange.getMessage().setBody(request);
            exchange.setProperty(RouteProperties.STREAM, "one");
            if (filters.length > 0) {
                exchange.setProperty(RouteProperties.FILTER_TEXTS, List.of(filters));
            }
        });
    }

    @Test
    void aStreamIsOpenWhenItsRouteIsDone() {
        assertNull(open("weather").getException());

        assertEquals(List.of("one opened with [weather]"), pluginStreams.noted());
        assertEquals(1, directoryTelling.waits());
    }

    @Test
    void aStreamIsForTheEventsThatItsPluginAsksFor() {
        assertNull(open("weather", "mine", "type=mention").getException());

        assertEquals(List.of("one opened with [weather] for "
                + "[{command.command=weather, type=command}, {type=mention}]"), pluginStreams.noted());
    }

    @Test
    void aBadFilterIsForThePluginToHear() {
        Exception refusal = open("weather", "everything").getException();

        assertEquals("INVALID_ARGUMENT: bad filter \"everything\": it is neither KEY=VALUE nor mine",
                RootCause.of(refusal).getMessage());
        assertEquals(List.of(), pluginStreams.noted());
    }

    @Test
    void aTakenCommandIsForThePluginToHear() {
        assertEquals("ALREADY_EXISTS", open("taken").getException().getMessage());
    }

    @Test
    void anEventGoesToTheStreamWhoseQueueItCameFrom() {
        for (String event : List.of("a", "b")) {
            queues.deliver(QueueKind.PLUGIN, new Delivery(new byte[0], Map.of(), event, ""), "two");
        }

        assertEquals(List.of("two got a", "two got b"), pluginStreams.noted());
    }
}
