package dev.snowbird.seabird.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testkit.ManualClock;
import io.coded.seabird.seabird.CoreInfoRequest;
import io.coded.seabird.seabird.CoreInfoResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CoreInfoTest {

    @Test
    void answersWhenItStartedAndWhatTimeItIs() {
        ManualClock clock = new ManualClock(Instant.ofEpochSecond(1000, 999_999_999));
        CoreInfo core = new CoreInfo(clock);
        clock.advance(Duration.ofSeconds(90));

        assertEquals(CoreInfoResponse.newBuilder().setStartupTimestamp(1000).setCurrentTimestamp(1090).build(),
                core.coreInfo(CoreInfoRequest.getDefaultInstance()));
    }
}
