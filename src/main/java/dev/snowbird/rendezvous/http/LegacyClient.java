package dev.snowbird.rendezvous.http;

import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.matching.RendezvousException;
import dev.snowbird.rendezvous.message.ClientPoll;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;

/**
 * Translates for the oldest clients, whose request is an offer and no more, and which are told by the status alone why
 * there is no answer (Snowflake contract, section 6).
 */
public final class LegacyClient {

    private static final int ANSWERED = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NO_PROXY = 503;
    private static final int TIMED_OUT = 504;

    private LegacyClient() {
    }

    /** Returns the poll that a bare offer means. */
    public static String poll(@Body String offer, @Header("Snowflake-NAT-Type") String nat) {
        return ClientPoll.fromLegacy(offer, nat);
    }

    /**
     * Returns the status for what came of a poll.
     *
     * @param failure why there is no answer; {@code null} when there is one
     */
    public static int statusOf(@ExchangeException Throwable failure) {
        if (failure == null) {
            return ANSWERED;
        }
        Throwable reason = RootCause.of(failure);
        if (reason instanceof RendezvousException.NoProxyAvailable) {
            return NO_PROXY;
        }
        return reason instanceof RendezvousException.AnswerTimedOut ? TIMED_OUT : BAD_REQUEST;
    }
}
