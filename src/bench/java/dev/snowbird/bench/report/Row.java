package dev.snowbird.bench.report;

import java.util.Map;

/**
 * What was measured once.
 *
 * @param what    what was done, and under which load
 * @param rival   who did it
 * @param round   the how manieth time, from 1
 * @param failure why something failed, if anything did and said so; else empty
 * @param figures by name, in the order that they are shown in; docs/benchmarks.md says what each means
 */
public record Row(String what, String rival, int round, String failure, Map<String, Double> figures) {
}
