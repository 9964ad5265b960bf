package dev.snowbird.rendezvous.cluster;

import java.util.Locale;
import java.util.stream.Stream;

/** What came of an offer at another node. */
enum ForwardOutcome {

    /** A proxy there has answered. */
    ANSWER("Answered"),
    /** No fitting proxy was left there, so it may go on. */
    REFUSED("No proxy was left there"),
    /** A proxy took it there and did not answer in time, or it came too late to be given to one. */
    LATE("Its proxy was late"),
    /** The node was gone or its queue full, as the broker says, so it may go on. */
    RETURNED("The node was gone"),
    /** The node said nothing in the client's time, or the broker was lost: nobody knows whether a proxy has it. */
    SILENT("Nothing was heard"),
    /** The client hung up meanwhile. */
    GONE("Its client hung up");

    private final String words;

    ForwardOutcome(String words) {
        this.words = words;
    }

    /** Returns what a reply says, in its header of that name. What can't be understood is as good as nothing. */
    static ForwardOutcome told(String text) {
        return Stream.of(ANSWER, REFUSED, LATE).filter(outcome -> outcome.tag().equals(text)).findFirst()
                .orElse(SILENT);
    }

    /** Says whether it is certain that no proxy has the offer. */
    boolean isFree() {
        return this == REFUSED || this == RETURNED;
    }

    /** Returns the name in messages and metrics. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what operators read. */
    String words() {
        return words;
    }
}
