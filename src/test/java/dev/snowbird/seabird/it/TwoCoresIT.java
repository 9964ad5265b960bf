package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.TestBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two cores that share a broker are one Seabird, on each kind of broker. */
class TwoCoresIT {

    private Core first;
    private Core second;
    private CrossCore peers;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        first = Core.start(broker.amqpUri(), CrossCore.SETTINGS);
        second = Core.start(broker.amqpUri(), CrossCore.SETTINGS);
        peers = new CrossCore(first.connect("one"), second.connect("two"));
    }

    @AfterEach
    void stop() throws Exception {
        second.close();
        first.close();
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
    void theBackendsOwnInformationIsToldByBothAndListsByOne(TestBroker broker) {
        peers.theBackendsOwnInformationIsToldByBothAndListsByOne();
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
    void namesAreTakenForBoth(TestBroker broker) throws Exception {
        peers.aBackendIdIsTakenForBoth();
        peers.aCommandIsTakenForBoth();
    }

    @BrokersTest
    void aRequestToNobodyEndsOnTheAskingSideAlone(TestBroker broker) throws Exception {
        peers.aRequestToNobodyEndsOnTheAskingSideAlone();

        assertEquals(1, unroutable(first));
        assertEquals(0, unroutable(second));
    }

    private static double unroutable(Core core) {
        return core.application().meters().get("seabird.requests.unroutable").counter().count();
    }
}
