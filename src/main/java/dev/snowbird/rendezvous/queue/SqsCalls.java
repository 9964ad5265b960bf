package dev.snowbird.rendezvous.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Counts every call to SQS by operation, since Amazon bills each: the metric {@value #METRIC} with the tag
 * {@code operation}. Retries count, as they are billed too.
 */
public final class SqsCalls implements ExecutionInterceptor {

    /** The counter's name. */
    public static final String METRIC = "snowbird.sqs.calls";

    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /**
     * @param meters where the counters are kept
     */
    public SqsCalls(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        counters.computeIfAbsent(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
                operation -> meters.counter(METRIC, "operation", operation)).increment();
    }
}
