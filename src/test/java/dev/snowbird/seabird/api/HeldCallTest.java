package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ServerCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldCallTest {

    private final HeldCall<String> held = new HeldCall<>();
    private final List<String> seen = new ArrayList<>();

    @Test
    void passesOnWhatCameBeforeTheBeginningAndThenWhatComes() {
        held.onReady();
        held.onHalfClose();
        assertEquals(List.of(), seen);

        held.begin(new Recorder());
        assertEquals(List.of("ready", "half-closed"), seen);

        held.onMessage("a");
        held.onComplete();
        assertEquals(List.of("ready", "half-closed", "a", "complete"), seen);
    }

    @Test
    void keepsTheOrderOfWhatComesWhileItBegins() {
        held.onMessage("a");
        held.onCancel();

        held.begin(new Recorder() {
            @Override
            public void onMessage(String message) {
                super.onMessage(message);
                if (message.equals("a")) {
                    held.onMessage("b");
                }
            }
        });

        assertEquals(List.of("a", "cancelled", "b"), seen);
    }

    private class Recorder extends ServerCall.Listener<String> {

        @Override
        public void onMessage(String message) {
            seen.add(message);
        }

        @Override
        public void onHalfClose() {
            seen.add("half-closed");
        }

        @Override
        public void onCancel() {
            seen.add("cancelled");
        }

        @Override
        public void onComplete() {
            seen.add("complete");
        }

        @Override
        public void onReady() {
            seen.add("ready");
        }
    }
}
