package dev.snowbird.rendezvous.matching;

import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.message.ClientPollResponse;
import dev.snowbird.rendezvous.message.GoJson;
import java.util.concurrent.CompletionException;
import org.apache.camel.ExchangeException;

/**
 * Why a client gets no answer. The message is the text that the client is sent (Snowflake contract, section 5).
 *
 * <p>It is no fault of the program's, so it has no stack trace; and futures that fail with it do not wrap it in another
 * exception, which would have one.
 */
public abstract sealed class RendezvousException extends CompletionException {

    private RendezvousException(String text) {
        super(text, null);
    }

    @Override
    public final Throwable fillInStackTrace() {
        return this;
    }

    /**
     * Tells a client in the contract's words why its poll failed.
     *
     * @param failure a {@link RendezvousException}, or what reading the poll threw
     * @return the response, which holds nothing of other peers
     */
    public static ClientPollResponse responseTo(@ExchangeException Throwable failure) {
        return ClientPollResponse.error(RootCause.of(failure) instanceof RendezvousException refused
                ? refused.getMessage() : GoJson.describe(failure));
    }

    /** The client asked for a bridge that is not in the list. */
    public static final class UnknownBridge extends RendezvousException {
        UnknownBridge() {
            super("bridge with requested fingerprint is unknown to the broker");
        }
    }

    /** No proxy that the client's NAT could reach is waiting. */
    public static final class NoProxyAvailable extends RendezvousException {
        NoProxyAvailable() {
            super("no snowflake proxies currently available");
        }
    }

    /** No proxy answered in time. */
    public static final class AnswerTimedOut extends RendezvousException {
        /** Is for who waits for a proxy of another node, too. */
        public AnswerTimedOut() {
            super("timed out waiting for answer!");
        }
    }
}
