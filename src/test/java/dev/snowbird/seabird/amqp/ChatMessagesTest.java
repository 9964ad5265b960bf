package dev.snowbird.seabird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.amqp.BoundedText;
import dev.snowbird.seabird.chat.EventHeaders;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.seabird.Event;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chat publishes fits into AMQP's frames, whatever a backend calls its channels. */
class ChatMessagesTest {

    @ParameterizedTest
    @ValueSource(ints = {256, 4096, 100_000})
    void anEventsHeaderThatIsTooLongIsItsHash(int length) throws Exception {
        String id = "a://b/" + "c".repeat(length);
        Event event = Event.newBuilder().setCommand(CommandEvent.newBuilder().setCommand("d".repeat(length))
                .setSource(ChannelSource.newBuilder().setChannelId(id))).build();
        DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader("before", "of another message");

        new ChatMessages().event(new PublishedEvent(event, EventHeaders.of(event), Optional.empty()), exchange);

        Message message = exchange.getMessage();
        assertEquals(BoundedText.headerValue(id), message.getHeader("command.channel_id"));
        assertEquals(BoundedText.headerValue("d".repeat(length)), message.getHeader("command.command"));
        assertEquals("sha256-".length() + 64, message.getHeader("command.command", String.class).length());
        assertEquals("a://b", message.getHeader("command.backend_id"));
        assertNull(message.getHeader("before"));
    }
}
