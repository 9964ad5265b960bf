package dev.snowbird.seabird.chat;

import io.coded.seabird.seabird.CoreInfoRequest;
import io.coded.seabird.seabird.CoreInfoResponse;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Body;

/** What core says of itself (Seabird contract, section 6). */
public final class CoreInfo {

    private final Clock clock;
    private final Instant startup;

    /** @param clock tells the time; now is when core started */
    public CoreInfo(Clock clock) {
        this.clock = clock;
        startup = clock.instant();
    }

    /** Answers when core started and what time it is, in seconds since 1970. */
    public CoreInfoResponse coreInfo(@Body CoreInfoRequest request) {
        return CoreInfoResponse.newBuilder().setStartupTimestamp(startup.getEpochSecond())
                .setCurrentTimestamp(clock.instant().getEpochSecond()).build();
    }
}
