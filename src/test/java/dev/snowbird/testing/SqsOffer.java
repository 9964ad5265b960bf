package dev.snowbird.testing;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.aws2.sqs.Sqs2Constants;

/** An offer's headers as Camel's {@code aws2-sqs} consumer sets them. */
public final class SqsOffer {

    public static final String CLIENT_ID = "0123456789abcdef";
    /** The queue of the client with that ID. */
    public static final String CLIENT_QUEUE = "snowflake-client-" + CLIENT_ID;

    private final Map<String, Object> headers = new HashMap<>(Map.of(
            Sqs2Constants.MESSAGE_ID, "message-1",
            Sqs2Constants.RECEIPT_HANDLE, "receipt-1",
            "ClientID", CLIENT_ID,
            "SentTimestamp", "1000000",
            "ApproximateFirstReceiveTimestamp", "1000100",
            "ApproximateReceiveCount", "1"));

    /** Replaces one header; {@code null} leaves it out. */
    public SqsOffer with(String name, String value) {
        headers.put(name, value);
        headers.values().removeIf(set -> set == null);
        return this;
    }

    /** Makes it one that was received only after this time. */
    public SqsOffer receivedAfter(int millis) {
        return with("ApproximateFirstReceiveTimestamp", String.valueOf(1_000_000 + millis));
    }

    public Map<String, Object> headers() {
        return headers;
    }
}
