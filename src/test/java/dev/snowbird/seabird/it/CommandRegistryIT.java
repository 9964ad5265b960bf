package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.InBothEventQueues;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Who has which command (Seabird contract, section 8). */
@InBothEventQueues
class CommandRegistryIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());
    private static final int RACES = 8;

    private final String name = Names.fresh("c");
    private final String other = Names.fresh("c");
    private Core core;
    private Channel one;
    private Channel two;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        one = core.connect("one");
        two = core.connect("two");
    }

    /** What RegisteredCommands says of the commands of this test. */
    private Map<String, CommandMetadata> registered() {
        return SeabirdGrpc.newBlockingStub(two).registeredCommands(CommandsRequest.getDefaultInstance())
                .getCommandsMap().entrySet().stream().filter(entry -> entry.getKey().matches("(?i).*" + name + ".*"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @BrokersTest
    void commandsAreListedAsTheyWereGiven() {
        Map<String, CommandMetadata> commands = Map.of(
                name, CommandMetadata.newBuilder().setName("another").setShortHelp("short").setFullHelp("full").build(),
                "a b/ü " + name, CommandMetadata.getDefaultInstance());
        try (Plugin plugin = Plugin.open(one, StreamEventsRequest.newBuilder().putAllCommands(commands).build())) {
            plugin.awaitHeaders();
            assertEquals(commands, registered());
        }
    }

    @BrokersTest
    void aTakenCommandIsRefusedWithoutHeadersAndNoneOfTheOthersIsRegistered() {
        try (Plugin first = Plugin.attached(one, name); Plugin second = Plugin.open(two, other, name, "z" + name)) {
            assertEquals("ALREADY_EXISTS: command \"%s\" already registered by another plugin".formatted(name),
                    Calls.text(second.awaitEnd()));
            assertFalse(second.hasHeaders());
            assertEquals(Map.of(name, CommandMetadata.newBuilder().setName(name).build()), registered());
            awaitFree(other);
            awaitFree("z" + name);
            assertFalse(first.hasEnded());
        }
    }

    /** A status travels in a header, of which clients take 8 KiB. */
    @BrokersTest
    void aTakenCommandOfAnyLengthIsRefusedByTheBeginningOfItsName() {
        String longest = name + "x".repeat(12_000);
        try (Plugin first = Plugin.attached(one, longest); Plugin second = Plugin.open(two, longest)) {
            assertEquals("ALREADY_EXISTS: command \"%s...\" already registered by another plugin"
                    .formatted(longest.substring(0, 252)), Calls.text(second.awaitEnd()));
            assertFalse(first.hasEnded());
        }
    }

    @BrokersTest
    void commandsOfAStreamThatItsPluginCancelsAreFree() {
        try (Plugin first = Plugin.attached(one, name, other)) {
            first.cancel();
            awaitFree(name);
            awaitFree(other);
            await().atMost(Broker.patience()).until(() -> registered().isEmpty());
        }
    }

    private void awaitFree(String command) {
        await().atMost(Broker.patience()).until(() -> {
            try (Plugin next = Plugin.open(two, command)) {
                return next.isAccepted();
            }
        });
    }

    @BrokersTest
    void caseCountsAndNothingIsReserved() {
        // Until just now they may have been those of another core, which had this test before.
        awaitFree("help");
        awaitFree("");
        try (Plugin lower = Plugin.attached(one, name);
                Plugin upper = Plugin.attached(two, name.toUpperCase(), "help", "", name + "x".repeat(300))) {
            assertFalse(lower.hasEnded() || upper.hasEnded());
            assertEquals(3, registered().size());
        }
    }

    @BrokersTest
    void pluginsWithoutCommandsDoNotClash() {
        try (Plugin first = Plugin.attached(one); Plugin second = Plugin.attached(one)) {
            assertFalse(first.hasEnded() || second.hasEnded());
        }
    }

    @BrokersTest
    void ofTwoThatWantTheSameAtOnceOneGetsThrough() {
        for (int race = 0; race < RACES; race++) {
            String[] shared = {Names.fresh("r"), Names.fresh("r")};
            try (Plugin first = Plugin.open(one, shared[0], Names.fresh("r"), shared[1]);
                    Plugin second = Plugin.open(two, shared[1], Names.fresh("a"), shared[0])) {
                assertTrue(first.isAccepted() ^ second.isAccepted(), "exactly one");
            }
        }
    }
}
