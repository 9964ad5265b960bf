package dev.snowbird.testing;

import dev.snowbird.rendezvous.message.GoJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Proxies and clients of {@link Nodes}, whose balancer they have in mind: a proxy polls at its own node while that is
 * ready, a client asks any that is. What comes of it is in the {@link NodeLedger}.
 */
public final class NodePeers implements AutoCloseable {

    private static final Pattern OFFER = Pattern.compile("s=(\\S+?)(?:\\\\r|\r)");
    private static final Duration HTTP_PATIENCE = Duration.ofSeconds(60);
    /** No client waits so long, on the busiest machine, and at a node that was frozen for some seconds. */
    private static final Duration TOO_LATE = Duration.ofSeconds(30);
    private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration AFTER_ERROR = Duration.ofMillis(300);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Nodes nodes;
    private final Random random;
    private final Duration rest;
    private final NodeLedger ledger = new NodeLedger();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    private final AtomicInteger numbers = new AtomicInteger();
    /** Which crowd of clients it is that comes. */
    private final AtomicInteger crowd = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> nodeOfSid = new ConcurrentHashMap<>();
    private final Map<String, String> sidOfOffer = new ConcurrentHashMap<>();
    private volatile double strayAnswers;
    private volatile boolean over;

    /**
     * @param nodes      who serves them
     * @param seed       of what is random about them
     * @param rest       how long a proxy does not poll after it had a client, on average
     */
    public NodePeers(Nodes nodes, long seed, Duration rest) {
        this.nodes = nodes;
        this.rest = rest;
        random = new Random(seed);
    }

    public NodeLedger ledger() {
        return ledger;
    }

    /** Has so many proxies poll, each at a node of its own in turn, of those from the one on. */
    public void proxies(int number, int firstNode) {
        int at = nodes.number() - firstNode;
        IntStream.range(0, number).forEach(i -> poll(firstNode + i % at));
    }

    /**
     * Has clients come at random, until {@link #stopClients()}.
     *
     * @param perSecond    how many, on average
     * @param overSqs      which share of them over SQS
     * @param shareAtFirst which share of the others at the first node that is ready
     */
    public void startClients(double perSecond, double overSqs, double shareAtFirst) {
        next(perSecond, overSqs, shareAtFirst, crowd.get());
    }

    private void next(double perSecond, double overSqs, double shareAtFirst, int now) {
        timer.schedule(() -> {
            if (now == crowd.get()) {
                come(random.nextDouble() < overSqs, shareAtFirst);
                next(perSecond, overSqs, shareAtFirst, now);
            }
        }, Math.round(-Math.log(1 - random.nextDouble()) / perSecond * 1e6), TimeUnit.MICROSECONDS);
    }

    /** No further client comes. */
    public void stopClients() {
        crowd.incrementAndGet();
    }

    /** Has such a share of the answers come to another node than the poll, as behind a balancer that has just changed. */
    public void setStrayAnswers(double share) {
        strayAnswers = share;
    }

    /** So many clients come to one node at once. */
    public void ask(int number, int node) {
        IntStream.range(0, number).forEach(i -> ask(node));
    }

    /** How many clients have not heard anything yet. */
    public int waitingClients() {
        return open.get();
    }

    private void come(boolean overSqs, double shareAtFirst) {
        if (overSqs) {
            askOverSqs();
        } else {
            List<Integer> ready = ready();
            ask(random.nextDouble() < shareAtFirst || ready.size() == 1 ? ready.get(0)
                    : ready.get(1 + random.nextInt(ready.size() - 1)));
        }
    }

    private List<Integer> ready() {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < nodes.number(); i++) {
            if (nodes.isReady(i)) {
                ready.add(i);
            }
        }
        return ready.isEmpty() ? List.of(0) : ready;
    }

    private void ask(int node) {
        String offer = "c" + numbers.incrementAndGet();
        long asked = System.nanoTime();
        open.incrementAndGet();
        post(node, "/client", Broker.clientPoll(offer, "unknown")).whenComplete((response, failure) -> {
            open.decrementAndGet();
            long nanos = System.nanoTime() - asked;
            if (nanos > TOO_LATE.toNanos()) {
                ledger.violation("the client of " + offer + " heard nothing for " + Duration.ofNanos(nanos));
            }
            if (failure == null) {
                heard(offer, response, nanos, node);
            } else {
                ledger.trouble(NodeLedger.CUT_OFF);
            }
        });
    }

    private void heard(String offer, String response, long nanos, Integer node) {
        Map<String, Object> told = told(response);
        if (told.get("answer") instanceof String answer) {
            Integer home = nodeOfSid.get(sidOfOffer.getOrDefault(offer, ""));
            ledger.answered(offer, answer, nanos, node == null || home == null ? null : !home.equals(node));
        } else if ("no snowflake proxies currently available".equals(told.get("error"))) {
            ledger.trouble(NodeLedger.DENIED);
        } else if ("timed out waiting for answer!".equals(told.get("error"))) {
            ledger.trouble(NodeLedger.TIMED_OUT);
        } else if (response.isEmpty()) {
            ledger.trouble(NodeLedger.TURNED_AWAY);
        } else {
            ledger.violation("the client of " + offer + " was told " + response);
        }
    }

    private static Map<String, Object> told(String response) {
        return response.startsWith("{") ? Broker.json(response) : Map.of();
    }

    private void askOverSqs() {
        String offer = "q" + numbers.incrementAndGet();
        String client = "%016x".formatted(random.nextLong());
        long asked = System.nanoTime();
        open.incrementAndGet();
        nodes.sqs().sendMessage(request -> request.queueUrl(nodes.queueUrl())
                .messageBody(Broker.clientPoll(offer, "unknown")).messageAttributes(Broker.clientId(client)))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        ledger.violation("SQS took no offer: " + failure);
                    }
                    later(LOOK, () -> look(offer, client, asked));
                });
    }

    /** A client looks for its queue, and what is on it. */
    private void look(String offer, String client, long asked) {
        nodes.sqs().receiveMessage(request -> request.queueUrl(nodes.clientQueueUrl(client)).waitTimeSeconds(2))
                .whenComplete((received, failure) -> {
                    List<Message> messages = failure == null ? received.messages() : List.of();
                    long nanos = System.nanoTime() - asked;
                    if (!messages.isEmpty()) {
                        open.decrementAndGet();
                        ledger.count("clients over SQS");
                        heard(offer, messages.get(0).body(), nanos, null);
                    } else if (nanos > QUEUE_PATIENCE.toNanos() || over) {
                        open.decrementAndGet();
                        ledger.trouble(NodeLedger.WITHOUT_A_WORD);
                    } else {
                        later(LOOK, () -> look(offer, client, asked));
                    }
                });
    }

    private void poll(int home) {
        if (over) {
            return;
        }
        List<Integer> ready = ready();
        int node = ready.contains(home) ? home : ready.get(home % ready.size());
        String sid = "p" + numbers.incrementAndGet();
        nodeOfSid.put(sid, node);
        post(node, "/proxy", """
                {"Sid":"%s","Version":"1.3","Type":"standalone","NAT":"unrestricted","Clients":0,\
                "AcceptedRelayPattern":"snowflake.torproject.net$"}""".formatted(sid)).whenComplete((body, failure) -> {
                    Map<String, Object> told = failure == null ? told(body) : Map.of();
                    if ("client match".equals(told.get("Status"))) {
                        serve(home, node, sid, (String) told.get("Offer"));
                        return;
                    }
                    nodeOfSid.remove(sid);
                    if ("no match".equals(told.get("Status"))) {
                        later(LOOK, () -> poll(home));
                    } else {
                        if (!over) {
                            ledger.trouble(NodeLedger.BROKEN);
                        }
                        later(AFTER_ERROR, () -> poll(home));
                    }
                });
    }

    private void serve(int home, int node, String sid, String text) {
        Matcher matcher = OFFER.matcher(text);
        String offer = matcher.find() ? matcher.group(1) : "?";
        ledger.given(offer, sid);
        sidOfOffer.put(offer, sid);
        int to = random.nextDouble() < strayAnswers ? (node + 1) % nodes.number() : node;
        post(to, "/answer", GoJson.write(Map.of("Version", "1.3", "Sid", sid, "Answer",
                NodeLedger.answerTo(offer, sid)))).whenComplete((body, failure) -> {
                    Object status = failure == null ? told(body).get("Status") : null;
                    if (!"success".equals(status)) {
                        ledger.trouble("answers not taken");
                    } else if (to != node) {
                        ledger.count(NodeLedger.STRAYED);
                    }
                    later(randomRest(), () -> poll(home));
                });
    }

    private Duration randomRest() {
        return Duration.ofNanos((long) (rest.toNanos() * (0.5 + random.nextDouble())));
    }

    private void later(Duration time, Runnable what) {
        if (!timer.isShutdown()) {
            timer.schedule(what, time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Completes with the body; empty when the status is not 200. */
    private CompletableFuture<String> post(int node, String path, String body) {
        URI page = nodes.http(node, path);
        return http.sendAsync(HttpRequest.newBuilder(page).timeout(HTTP_PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> response.statusCode() == 200 ? response.body() : "");
    }

    @Override
    public void close() {
        over = true;
        stopClients();
        timer.shutdownNow();
        threads.shutdown();
    }
}
