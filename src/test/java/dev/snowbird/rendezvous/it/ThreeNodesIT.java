package dev.snowbird.rendezvous.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.NodeLedger;
import dev.snowbird.testing.NodePeers;
import dev.snowbird.testing.Nodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Three nodes in processes of their own, which are one rendezvous whatever befalls one of them under load. */
@Timeout(300)
class ThreeNodesIT {

    private static final int PROXIES = 24;
    private static final double CLIENTS_PER_SECOND = 8;
    private static final double OVER_SQS = 0.25;
    /** A node's own proxies don't suffice for all clients, and those of all do. */
    private static final Duration REST = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final long SEED = Long.getLong("nodes.seed", System.nanoTime());

    @TempDir
    private Path folder;

    private Nodes nodes;
    private NodePeers peers;
    private NodeLedger ledger;

    @BeforeEach
    void start() throws Exception {
        // A busy machine may be late with answers, which is not what is tested.
        nodes = Nodes.start(folder, 3, Map.of(), "rendezvous.client-timeout=10s", "rendezvous.proxy-timeout=40s",
                "rendezvous.visibility-timeout=10s", "rendezvous.receive-wait=2s", "rendezvous.cleanup-interval=1s",
                "rendezvous.cleanup-age=8s", "amqp.heartbeat=2s", "drain.notice=7s");
        peers = new NodePeers(nodes, SEED, REST);
        ledger = peers.ledger();
    }

    @AfterEach
    void stop() throws Exception {
        peers.close();
        nodes.close();
    }

    @Test
    void areOneWhateverBefallsOneOfThem() throws Exception {
        peers.proxies(PROXIES, 0);
        clientsOfOneNodeGetTheProxiesOfAll();
        peers.startClients(CLIENTS_PER_SECOND, OVER_SQS, 1);
        answersThatComeToTheWrongNodeFindTheirClients();
        withoutRabbitMqEachServesAloneAndAllComeBack();
        nobodyIsLostInADrain(2);
        aFrozenOneIsLeftOut(1);
        aKilledOneIsLeftOut(1);
        nothingIsLeft();
    }

    private void clientsOfOneNodeGetTheProxiesOfAll() throws Exception {
        int each = PROXIES / 3;
        for (int node = 0; node < 3; node++) {
            int here = node;
            await("proxies of all", () -> held(here) == each);
        }
        // What was told last may be a moment old.
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);

        peers.ask(PROXIES, 0);

        await("the crowd", () -> peers.waitingClients() == 0);
        assertEquals(PROXIES, ledger.outcome(NodeLedger.ANSWERED), this::state);
        // A proxy of the node itself may have come again meanwhile.
        assertTrue(ledger.outcome(NodeLedger.ELSEWHERE) >= each, this::state);
        assertEquals(0, ledger.troubles(), this::state);
    }

    private void answersThatComeToTheWrongNodeFindTheirClients() {
        peers.setStrayAnswers(0.5);
        await("stray answers", () -> ledger.outcome(NodeLedger.STRAYED) >= 5);
        peers.setStrayAnswers(0);
    }

    private void withoutRabbitMqEachServesAloneAndAllComeBack() throws Exception {
        awaitForwarded(5);
        nodes.rabbit().stop();
        awaitOthers(0);
        long forwarded = ledger.outcome(NodeLedger.ELSEWHERE);
        awaitAnswers(10);
        // One or two may have had their answers, and their clients not read them yet.
        assertTrue(ledger.outcome(NodeLedger.ELSEWHERE) <= forwarded + 2, this::state);

        nodes.rabbit().start();
        awaitForwarded(5);
        awaitOthers(2);
    }

    private void nobodyIsLostInADrain(int node) throws Exception {
        // What the last fault left has to be over.
        peers.stopClients();
        awaitQuiet();
        ledger.forget();
        peers.startClients(CLIENTS_PER_SECOND, OVER_SQS, 0.5);

        nodes.signal("USR1", node);
        assertEquals(0, nodes.program(node).exitCode(), this::state);

        awaitOthers(1);
        awaitAnswers(10);
        assertEquals(0, ledger.troubles() - ledger.outcome(NodeLedger.DENIED), this::state);
        assertEquals(List.of("snowbird.news.node-0", "snowbird.news.node-1", "snowbird.offers.node-0",
                "snowbird.offers.node-1", "snowbird.replies.node-0", "snowbird.replies.node-1"), nodes.brokerQueues());
    }

    private void aFrozenOneIsLeftOut(int node) throws Exception {
        ledger.offersMayComeAgain();
        nodes.signal("STOP", node);
        try {
            awaitOthers(0);
            awaitAnswers(10);
        } finally {
            nodes.signal("CONT", node);
        }
        await("the thawed node", () -> nodes.isReady(node) && held(node) > 0);
    }

    private void aKilledOneIsLeftOut(int node) throws Exception {
        awaitOthers(1);
        nodes.program(node).close();
        awaitOthers(0);
        awaitAnswers(10);
    }

    private void nothingIsLeft() throws Exception {
        peers.stopClients();
        awaitQuiet();
        assertEquals(List.of(), ledger.violations(), this::state);
        peers.close();
        await("an empty queue", () -> offersOnQueue() == 0);
        await("no queue of clients", () -> nodes.sqs().listQueues(request ->
                request.queueNamePrefix("snowflake-client-")).join().queueUrls().isEmpty());
        nodes.program(0).terminate();
        nodes.program(0).exitCode();
        await("nothing at the broker", () -> nodes.brokerQueues().isEmpty());
        for (int node = 0; node < 3; node++) {
            List<String> log = nodes.program(node).error();
            assertTrue(log.stream().noneMatch(line -> line.startsWith("\tat ")), log::toString);
        }
    }

    private void await(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what).atMost(Broker.patience()).pollInterval(LOOK)
                    .failFast(() -> assertEquals(List.of(), ledger.violations())).until(condition);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError(e.getMessage() + "\n" + state(), e);
        }
    }

    private void awaitQuiet() {
        await("all clients", () -> peers.waitingClients() == 0);
    }

    private void awaitAnswers(int further) {
        long enough = ledger.outcome(NodeLedger.ANSWERED) + further;
        await("answers", () -> ledger.outcome(NodeLedger.ANSWERED) >= enough);
    }

    private void awaitForwarded(int further) {
        long enough = ledger.outcome(NodeLedger.ELSEWHERE) + further;
        await("answers from elsewhere", () -> ledger.outcome(NodeLedger.ELSEWHERE) >= enough);
    }

    /** Waits until the first node hears so many others. */
    private void awaitOthers(int number) {
        await(number + " others", () -> nodes.metric(0, "snowbird_nodes") == number);
    }

    private int held(int node) throws Exception {
        return (int) nodes.metric(node, "snowbird_proxies_waiting");
    }

    private int offersOnQueue() {
        Map<QueueAttributeName, String> left = nodes.sqs().getQueueAttributes(request -> request
                .queueUrl(nodes.queueUrl()).attributeNames(QueueAttributeName.ALL)).join().attributes();
        return Integer.parseInt(left.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(left.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    /** What there is to know when something is wrong. */
    private String state() {
        StringBuilder state = new StringBuilder("-Dnodes.seed=" + SEED + " " + ledger.outcomes() + ledger.violations());
        for (int node = 0; node < nodes.number(); node++) {
            state.append("\nnode-").append(node).append(": ").append(nodes.program(node).error());
        }
        return state.toString();
    }
}
