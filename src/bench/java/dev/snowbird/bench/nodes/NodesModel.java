package dev.snowbird.bench.nodes;

import dev.snowbird.rendezvous.cluster.ModelledView;
import dev.snowbird.rendezvous.cluster.News;
import dev.snowbird.rendezvous.matching.ModelledPool;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Many nodes in the time of a model, event by event. What a node decides the program's own classes decide, with the
 * defaults of its settings; the network, proxies and clients are made up.
 */
public final class NodesModel {

    /** From one node over the broker to another. */
    private static final Duration HOP = Duration.ofNanos(1_500_000);
    /** From when a proxy has an offer until its answer is there. */
    private static final Duration ANSWER = Duration.ofMillis(1500);
    /** When a client that was denied tries again, and how often. */
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int RETRIES = 3;
    /** A proxy whose poll broke polls again after this, and up to so much more. */
    private static final Duration BROKEN = Duration.ofSeconds(5);
    private static final Duration BROKEN_SPREAD = Duration.ofSeconds(15);

    /** How long the model runs before anything is counted, and how long it is counted. */
    static final Duration WARM_UP = Duration.ofSeconds(45);
    static final Duration COUNTED = Duration.ofSeconds(120);
    private static final Duration DEATH = WARM_UP.plusSeconds(30);

    /** How many clients the proxies say that they have: most have none. */
    private static final int[] LOADS = {0, 0, 0, 8, 16};
    private static final NatType PROXY = NatType.UNRESTRICTED;
    private static final NatType CLIENT = NatType.RESTRICTED;

    private final Settings settings = Settings.builtIn(Map.of());
    private final Duration hold = settings.duration("rendezvous.proxy-timeout");
    private final Duration interval = settings.duration("rendezvous.next-poll-unrestricted");
    private final Duration tellInterval = settings.duration("cluster.tell-interval");
    private final int tries = settings.integer("cluster.tries");

    private final Scenario scenario;
    private final Random random;
    private final Matches matches = new Matches();
    private final List<Node> nodes = new ArrayList<>();
    private final Node[] homes;
    private final long[] polled;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::number));
    private long numbers;
    private long now;

    /** What happens at a time, and after what was planned before for the same time. */
    private record Event(long time, long number, Runnable what) {
    }

    /** A client's offer on its way. */
    private record Offer(long made, int retries, Node origin) {
    }

    /** A node and what it knows of others. */
    private final class Node {

        private final ModelledPool pool = new ModelledPool();
        private final ModelledView others;
        private final String name;
        private boolean dead;

        private Node(String name) {
            this.name = name;
            others = new ModelledView(name, () -> now);
        }
    }

    private NodesModel(Scenario scenario, long seed) {
        this.scenario = scenario;
        random = new Random(seed);
        homes = new Node[scenario.proxies()];
        polled = new long[scenario.proxies()];
        for (int i = 0; i < scenario.nodes(); i++) {
            nodes.add(new Node("node-" + i));
        }
    }

    /**
     * Runs a model to its end.
     *
     * @param seed equal ones have all happen equally
     */
    public static Matches run(Scenario scenario, long seed) {
        NodesModel model = new NodesModel(scenario, seed);
        model.begin();
        long end = WARM_UP.plus(COUNTED).toNanos();
        while (model.events.peek().time() < end) {
            Event next = model.events.poll();
            model.now = next.time();
            next.what().run();
        }
        return model.matches;
    }

    private void begin() {
        for (int i = 0; i < homes.length; i++) {
            int proxy = i;
            homes[proxy] = anyNode();
            after(random(hold.plus(interval)), () -> poll(proxy));
        }
        after(untilNextClient(), this::newClient);
        if (scenario.forwarding()) {
            nodes.forEach(node -> after(random(tellInterval), () -> tell(node)));
        }
        if (scenario.firstDies()) {
            after(DEATH, () -> die(nodes.get(0)));
        }
    }

    private void after(Duration time, Runnable what) {
        events.add(new Event(now + time.toNanos(), numbers++, what));
    }

    private Duration random(Duration most) {
        return Duration.ofNanos((long) (random.nextDouble() * most.toNanos()));
    }

    private Duration untilNextClient() {
        return Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) / scenario.perSecond() * 1e9));
    }

    private boolean counts() {
        return now >= WARM_UP.toNanos();
    }

    private Node anyNode() {
        List<Node> alive = nodes.stream().filter(node -> !node.dead).toList();
        return alive.get(random.nextInt(alive.size()));
    }

    private void poll(int proxy) {
        if (homes[proxy].dead) {
            homes[proxy] = anyNode();
        }
        Node home = homes[proxy];
        polled[proxy] = now;
        home.pool.hold(proxy, PROXY, LOADS[random.nextInt(LOADS.length)]);
        after(hold, () -> {
            if (!home.dead && home.pool.holds(proxy)) {
                home.pool.release(proxy);
                rest(proxy);
            }
        });
    }

    /** A proxy whose poll has ended waits for the next. */
    private void rest(int proxy) {
        long from = scenario.restAfterHold() ? now : polled[proxy];
        after(interval.minusNanos(now - from), () -> poll(proxy));
    }

    private void newClient() {
        offer(RETRIES);
        after(untilNextClient(), this::newClient);
    }

    private void offer(int retries) {
        if (counts()) {
            matches.offer();
        }
        Node origin = random.nextDouble() < scenario.shareAtFirst() || nodes.size() == 1 ? nodes.get(0)
                : nodes.get(1 + random.nextInt(nodes.size() - 1));
        Offer offer = new Offer(now, retries, origin.dead ? anyNode() : origin);
        if (!matched(offer, offer.origin())) {
            forward(offer, new ArrayList<>());
        }
    }

    /** Whether a node has a proxy for an offer, which has it then. */
    private boolean matched(Offer offer, Node node) {
        OptionalInt proxy = node.pool.claim(CLIENT);
        proxy.ifPresent(taken -> {
            rest(taken);
            boolean elsewhere = node != offer.origin();
            if (offer.made() >= WARM_UP.toNanos()) {
                // The answer has to come back.
                matches.matched(now - offer.made() + (elsewhere ? HOP.toNanos() : 0), elsewhere);
            }
            after(ANSWER, () -> answered(node, offer));
        });
        return proxy.isPresent();
    }

    private void answered(Node node, Offer offer) {
        if (node != offer.origin() && !node.dead) {
            passed();
        }
        if (node.dead || offer.origin().dead) {
            matches.lost();
        }
    }

    /** Has an offer go to the node that told of most, and on when that one has none. */
    private void forward(Offer offer, List<String> tried) {
        Optional<Node> next = scenario.forwarding() && tried.size() < tries
                ? offer.origin().others.choose(CLIENT, tried).map(this::node) : Optional.empty();
        if (next.isEmpty()) {
            if (offer.retries() > 0) {
                after(RETRY, () -> offer(offer.retries() - 1));
            }
            return;
        }
        Node node = next.get();
        tried.add(node.name);
        passed();
        after(HOP, () -> {
            if (node.dead || !matched(offer, node)) {
                passed();
                after(HOP, () -> forward(offer, tried));
            }
        });
    }

    private Node node(String name) {
        return nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElseThrow();
    }

    private void passed() {
        if (counts()) {
            matches.passed();
        }
    }

    private void tell(Node node) {
        if (node.dead) {
            return;
        }
        if (counts()) {
            matches.told();
        }
        News news = ModelledView.news(node.name, node.pool::size);
        after(HOP, () -> nodes.forEach(other -> other.others.heard(news)));
        after(tellInterval, () -> tell(node));
    }

    private void die(Node node) {
        node.dead = true;
        for (int i = 0; i < homes.length; i++) {
            int proxy = i;
            if (node.pool.holds(proxy)) {
                after(BROKEN.plus(random(BROKEN_SPREAD)), () -> poll(proxy));
            }
        }
    }
}
