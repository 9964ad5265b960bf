package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class RootCauseTest {

    private final IOException root = new IOException("the disk is full\nat 12:00");
    private final IllegalStateException step = new IllegalStateException("a step failed", root);

    @Test
    void theInnermostSaysWhatWasWrongInItsFirstLine() {
        assertSame(root, RootCause.of(step));
        assertEquals("the disk is full", RootCause.line(step));
        assertEquals("IOException", RootCause.line(new RuntimeException("outside", new IOException())));
    }

    @Test
    void aStagesFailureIsFreedOfWhatFuturesWrapItInAndOfNothingElse() {
        assertSame(step, RootCause.ofStage(new CompletionException(new ExecutionException(step))));
        assertSame(step, RootCause.ofStage(step));
        CompletionException alone = new CompletionException("alone", null);
        assertSame(alone, RootCause.ofStage(alone));
    }

    @Test
    void aCauseIsFoundByItsType() {
        assertEquals(Optional.of(root), RootCause.find(new CompletionException(step), IOException.class));
        assertEquals(Optional.empty(), RootCause.find(step, ExecutionException.class));
        assertEquals(Optional.empty(), RootCause.find(null, IOException.class));
    }

    @Test
    void causesThatGoInACircleEnd() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two", one);
        one.initCause(two);

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            RootCause.of(one);
            RootCause.line(one);
            RootCause.find(one, IOException.class);
        });
    }
}
