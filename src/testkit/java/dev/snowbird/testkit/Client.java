package dev.snowbird.testkit;

import com.fasterxml.jackson.core.JacksonException;
import dev.snowbird.rendezvous.message.GoJson;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A censored client with a restricted NAT. */
public final class Client {

    private static final String QUEUE_PREFIX = "snowflake-client-";

    private final Browser browser;
    private final SqsInWords sqs;
    private final FakeOffers offers;

    Client(Browser browser, SqsInWords sqs, FakeOffers offers) {
        this.browser = browser;
        this.sqs = sqs;
        this.offers = offers;
    }

    /**
     * Makes an offer over HTTP, and waits for the response.
     *
     * @param sdp what is offered
     * @return the response's fields: {@code answer}, or {@code error}
     */
    public Map<String, Object> offer(String sdp) throws IOException, InterruptedException {
        return json(browser.post("/client", poll(sdp)).body());
    }

    /**
     * Does the same over SQS.
     *
     * @param sdp what is offered
     * @return the response's fields: {@code answer}, or {@code error}
     */
    public Map<String, Object> offerOverSqs(String sdp) {
        String id = UUID.randomUUID().toString().replace("-", "").substring(16);
        offers.send(id, poll(sdp));
        return json(Until.found("a response on the client's queue", () -> response(FakeSqs.url(QUEUE_PREFIX + id))));
    }

    private Optional<String> response(String queue) {
        return sqs.calls(SendMessageRequest.class).stream().filter(sent -> sent.queueUrl().equals(queue))
                .map(SendMessageRequest::messageBody).findFirst();
    }

    /** Returns what a client says that makes an offer, for a signalling channel of one's own. */
    public static String poll(String sdp) {
        return "1.0\n" + GoJson.write(Map.of("offer", GoJson.write(Map.of("type", "offer", "sdp", sdp)),
                "nat", "restricted"));
    }

    static Map<String, Object> json(String text) {
        try {
            return GoJson.mapper().readerForMapOf(Object.class).readValue(text);
        } catch (JacksonException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }
}
