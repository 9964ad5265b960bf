package dev.snowbird.seabird.amqp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LifeLog;
import dev.snowbird.log.LogText;
import io.coded.seabird.chat_ingest.ChatEvent;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Body;

/**
 * Where the replies to requests belong that this core has handed to backends. Any stream of this core may answer
 * (Seabird contract, section 6), the first answer counts.
 */
public final class DeliveredRequests {

    private static final int MAX_REMEMBERED = 100_000;
    /** Far longer than any caller waits; a later reply would find no queue. */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final BoundedLog log = new BoundedLog(DeliveredRequests.class);
    /** It puts itself in order on the thread that uses it, since another for each request costs more. */
    private final Cache<String, Delivery> requests = Caffeine.newBuilder().executor(Runnable::run)
            .maximumSize(MAX_REMEMBERED).expireAfterWrite(MEMORY).build();

    /**
     * Remembers a request that is about to be handed to a backend.
     *
     * @param request came from the queue of a backend of this core
     */
    public void remember(@Body Delivery request) {
        LifeLog.REQUESTS.tell(request.correlationId(), "is handed to the stream of its backend");
        // Without its body, which may be large.
        requests.put(request.correlationId(), new Delivery(new byte[0], request.properties()));
    }

    /**
     * Says whether what a backend sends answers a request, whatever else it is (Seabird contract, section 9).
     *
     * @param event came on a backend's stream
     * @return whether it has an id and a content; one without content answers nothing
     */
    public boolean isReply(@Body ChatEvent event) {
        return !event.getId().isEmpty() && event.getInnerCase() != ChatEvent.InnerCase.INNER_NOT_SET;
    }

    /**
     * Finds where an answer belongs, and forgets it.
     *
     * @param event carries a request's id
     * @return empty for an id that is unknown, or was answered before; that is logged (Seabird contract, section 13)
     */
    public Optional<Reply> take(@Body ChatEvent event) {
        Delivery request = requests.asMap().remove(event.getId());
        if (request == null) {
            log.warn("A reply was dropped: request {} is unknown or was answered before", LogText.of(event.getId()));
            return Optional.empty();
        }
        LifeLog.REQUESTS.tell(event.getId(), "has its backend's reply: {}", event.getInnerCase());
        return Optional.of(new Reply(event, request.replyTo(), request.header("backend")));
    }
}
