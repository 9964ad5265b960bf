package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.InBothEventQueues;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Two cores that share a broker are one Seabird, on each kind of broker, however events come from there. */
@InBothEventQueues
class TwoCoresIT {

    @AutoClose
    private static final Cores FIRST = new Cores(CrossCore.SETTINGS);
    @AutoClose
    private static final Cores SECOND = new Cores(CrossCore.SETTINGS);

    private Core first;
    private Core second;
    private CrossCore peers;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        first = FIRST.on(broker);
        second = SECOND.on(broker);
        peers = new CrossCore(first.connect("one"), second.connect("two"));
    }

    @BrokersTest
    void aCallIsAnsweredByTheBackendOfTheOther(TestBroker broker) throws Exception {
        peers.aCallIsAnsweredByTheBackendOfTheOther();
    }

    @BrokersTest
    void eventsOfBackendsAndPluginsReachThePluginsOfTheOther(TestBroker broker) throws Exception {
        peers.eventsOfBackendsAndPluginsReachThePluginsOfTheOther();
    }

    @BrokersTest
    void theBackendsOwnInformationIsToldByBoth(TestBroker broker) {
        peers.theBackendsOwnInformationIsToldByBoth();
    }

    @BrokersTest
    void backendsAndCommandsAreListedByBothUntilTheyAreGone(TestBroker broker) {
        peers.backendsAndCommandsAreListedByBothUntilTheyAreGone();
    }

    /** The one that comes asks, and need not wait until it is told anyway; the one that goes says so. */
    @BrokersTest
    void aCoreThatComesKnowsWhatTheOthersHaveAndOneThatGoesIsForgotten(TestBroker broker) throws Exception {
        Map<String, String> seldom = Map.of("seabird.directory-interval", "1m");
        String name = Names.fresh("old");
        try (Core old = Core.start(broker.amqpUri(), seldom)) {
            Channel there = old.connect("there");
            ChatBackend.connected(there, "irc", name, ChatBackend.OBEYS);
            Plugin.attached(there, name);
            try (Core young = Core.start(broker.amqpUri(), seldom)) {
                Channel here = young.connect("here");
                await().atMost(Broker.patience()).until(() -> CrossCore.backends(here).equals(List.of("irc://" + name))
                        && CrossCore.commands(here).containsKey(name));
                await().atMost(Broker.patience()).until(() -> others(first) == others(young));
                int others = others(young);
                old.close();
                await().atMost(Broker.patience()).until(() -> CrossCore.backends(here).isEmpty()
                        && CrossCore.commands(here).isEmpty());
                assertEquals(others - 1, others(young));
            }
        }
    }

    @BrokersTest
    void theChannelsOfABackendAreToldByBoth(TestBroker broker) throws Exception {
        peers.theChannelsOfABackendAreToldByBoth();
    }

    @BrokersTest
    void whatIsAskedOfABackendThatGoesEndsAtOnce(TestBroker broker) {
        peers.whatIsAskedOfABackendThatGoesEndsAtOnce();
    }

    @BrokersTest
    void whatIsAskedOfABackendWhoseCoreStopsEndsAtOnce(TestBroker broker) throws Exception {
        try (Core stopping = Core.start(broker.amqpUri(), CrossCore.SETTINGS)) {
            new CrossCore(first.connect("one"), stopping.connect("two"))
                    .whatIsAskedOfABackendWhoseCoreStopsEndsAtOnce(stopping::close);
        }
    }

    @BrokersTest
    void namesAreTakenForBoth(TestBroker broker) throws Exception {
        peers.aBackendIdIsTakenForBoth();
        peers.aCommandIsTakenForBoth();
    }

    @BrokersTest
    void aRequestToNobodyEndsOnTheAskingSideAlone(TestBroker broker) throws Exception {
        double ofFirst = unroutable(first);
        double ofSecond = unroutable(second);

        peers.aRequestToNobodyEndsOnTheAskingSideAlone();

        assertEquals(ofFirst + 1, unroutable(first));
        assertEquals(ofSecond, unroutable(second));
    }

    private static int others(Core core) {
        return core.gauge("seabird.cores.others");
    }

    private static double unroutable(Core core) {
        return core.application().meters().get("seabird.requests.unroutable").counter().count();
    }
}
