package dev.snowbird.seabird.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final CommandMetadata PING = CommandMetadata.newBuilder()
            .setName("another name").setShortHelp("short").setFullHelp("full").build();
    private static final CommandMetadata HELP = CommandMetadata.newBuilder().setName("help").build();

    private final Commands commands = new Commands();

    @Test
    void answersEverythingThatIsRegistered() {
        assertEquals(Map.of(), registered());
        commands.add(Map.of("ping", PING, "help", HELP));
        commands.add(Map.of("", HELP, "Ping", HELP));
        commands.add(Map.of());
        assertEquals(Map.of("ping", PING, "help", HELP, "", HELP, "Ping", HELP), registered());
    }

    @Test
    void removesWhatAStreamAdded() {
        Commands.Registration first = commands.add(Map.of("ping", PING, "pong", PING));
        commands.add(Map.of("help", HELP));
        commands.remove(first);
        commands.remove(first);
        assertEquals(Map.of("help", HELP), registered());
    }

    @Test
    void keepsWhatASuccessorRegistered() {
        Commands.Registration old = commands.add(Map.of("ping", PING, "pong", PING));
        Commands.Registration successor = commands.add(Map.of("ping", HELP));
        commands.remove(old);
        assertEquals(Map.of("ping", HELP), registered());

        commands.remove(successor);
        assertEquals(Map.of(), registered());
    }

    private Map<String, CommandMetadata> registered() {
        return commands.registered(CommandsRequest.getDefaultInstance()).getCommandsMap();
    }
}
