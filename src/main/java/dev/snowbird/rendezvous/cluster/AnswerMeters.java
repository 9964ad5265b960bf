package dev.snowbird.rendezvous.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts the answers that other nodes were asked about, or not, for the operator alone. */
final class AnswerMeters {

    /** Another node has handed it to its client. */
    static final String SUCCESS = "success";
    /** Another node had the session, and its client is gone. */
    static final String GONE = "gone";
    /** No node has said anything in time. */
    static final String SILENT = "silent";
    /** None was asked: the address has asked too often, too much is asked at once, or the answer is too long. */
    static final String LIMITED = "limited";

    private final Map<String, Counter> counters;

    AnswerMeters(MeterRegistry meters) {
        counters = List.of(SUCCESS, GONE, SILENT, LIMITED).stream().collect(Collectors.toMap(Function.identity(),
                outcome -> Counter.builder("snowbird.answers.elsewhere").tag("outcome", outcome)
                        .description("Proxies' answers to sessions that this node does not know").register(meters)));
    }

    void count(String outcome) {
        counters.get(outcome).increment();
    }
}
