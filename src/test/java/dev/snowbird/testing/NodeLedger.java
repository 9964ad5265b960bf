package dev.snowbird.testing;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Who was given what by several nodes, and what must be true of it whatever happens to them: an offer goes to one proxy,
 * a proxy's answer to the client of that offer, and every client hears something in time.
 */
public final class NodeLedger {

    /** Outcomes of clients. */
    public static final String ANSWERED = "answered";
    public static final String AT_HOME = "answered by a proxy of the same node";
    public static final String ELSEWHERE = "answered by a proxy of another node";
    public static final String DENIED = "clients denied";
    public static final String TIMED_OUT = "clients timed out";
    public static final String CUT_OFF = "clients cut off";
    public static final String TURNED_AWAY = "clients turned away";
    public static final String WITHOUT_A_WORD = "clients over SQS without a word";
    /** Outcomes of proxies. */
    public static final String STRAYED = "answers taken at another node than the poll";
    public static final String BROKEN = "polls broken";

    private static final Pattern SID = Pattern.compile("s=(\\S+) for ");
    private static final int DIGITS = 3;

    private final Map<String, String> proxyOfOffer = new ConcurrentHashMap<>();
    private final Map<String, String> clientOfAnswer = new ConcurrentHashMap<>();
    private final Map<String, Long> outcomes = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Histogram atHome = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), DIGITS);
    private final Histogram elsewhere = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), DIGITS);
    private final AtomicLong troubles = new AtomicLong();
    private volatile long lastTrouble;
    private volatile boolean mayComeAgain;

    /** A proxy was given a client's offer. */
    void given(String offer, String sid) {
        String before = proxyOfOffer.putIfAbsent(offer, sid);
        if (before != null && overSqs(offer) && mayComeAgain) {
            count("offers that SQS gave again");
        } else if (before != null) {
            violations.add("the offer " + offer + " took two proxies: " + before + " and " + sid);
        }
    }

    /** From now on SQS may give what a node had received to another, which is its promise: at least once. */
    public void offersMayComeAgain() {
        mayComeAgain = true;
    }

    private static String sidIn(String answer) {
        Matcher name = SID.matcher(answer);
        return name.find() ? name.group(1) : "?";
    }

    static boolean overSqs(String offer) {
        return offer.startsWith("q");
    }

    /** What a proxy answers to an offer: the client sees whose it is, and for whom. */
    static String answerTo(String offer, String sid) {
        return Broker.description("answer", sid + " for " + offer);
    }

    /**
     * A client has an answer.
     *
     * @param offer     the client's
     * @param answer    as it came
     * @param nanos     from the offer until then
     * @param forwarded whether the proxy polled at another node than the client asked; only for those who asked one
     */
    void answered(String offer, String answer, long nanos, Boolean forwarded) {
        String sid = sidIn(answer);
        if (!answer.equals(answerTo(offer, sid))) {
            violations.add("the client of " + offer + " got: " + answer);
            return;
        }
        String before = clientOfAnswer.putIfAbsent(sid, offer);
        if (before != null) {
            violations.add("the proxy " + sid + " was used twice, for " + before + " and " + offer);
        }
        count(ANSWERED);
        if (forwarded != null) {
            count(forwarded ? ELSEWHERE : AT_HOME);
            (forwarded ? elsewhere : atHome).recordValue(nanos);
        }
    }

    /** Something happened that may happen in a fault. */
    void trouble(String what) {
        lastTrouble = System.nanoTime();
        troubles.incrementAndGet();
        count(what);
    }

    /** Something happened that may never happen. */
    void violation(String what) {
        violations.add(what);
    }

    void count(String outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    /** Returns how often each outcome was seen. */
    public Map<String, Long> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /** Returns how often this outcome was seen. */
    public long outcome(String name) {
        return outcomes.getOrDefault(name, 0L);
    }

    /** Returns how often anybody had trouble, since it was forgotten last. */
    public long troubles() {
        return troubles.get();
    }

    /** Begins to count anew; what may never happen stays written down. */
    public void forget() {
        troubles.set(0);
        outcomes.clear();
        atHome.reset();
        elsewhere.reset();
    }

    /** Returns what should never have happened. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** When the last client or proxy had trouble, by {@link System#nanoTime()}. */
    public long lastTrouble() {
        return lastTrouble;
    }

    /** How long clients waited for answers of proxies at the node that they asked, in nanoseconds. */
    public Histogram atHome() {
        return atHome.copy();
    }

    /** How long clients waited for answers of proxies at another node. */
    public Histogram elsewhere() {
        return elsewhere.copy();
    }
}
