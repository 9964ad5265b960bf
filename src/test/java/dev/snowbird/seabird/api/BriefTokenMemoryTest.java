package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BriefTokenMemoryTest {

    private static final TokenUser BOT = new TokenUser("bot", Optional.empty());

    private final AtomicLong now = new AtomicLong();
    private final TokenMemory memory = new BriefTokenMemory(now::get);

    @Test
    void forgetsWhatWasFoundHalfASecondAfterItsLookUpBegan() {
        TokenMemory.LookUp lookUp = memory.begin();
        now.addAndGet(400_000_000);
        lookUp.found("t", BOT);

        assertEquals(Optional.of(BOT), memory.recall("t"));
        assertEquals(Optional.empty(), memory.recall("other"));
        now.addAndGet(100_000_000);
        assertEquals(Optional.empty(), memory.recall("t"));
    }

    @Test
    void neverKnowsWhatALateLookUpHasFound() {
        TokenMemory.LookUp late = memory.begin();
        now.addAndGet(500_000_000);
        late.found("t", BOT);

        assertEquals(Optional.empty(), memory.recall("t"));
    }
}
