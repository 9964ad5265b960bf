package dev.snowbird.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has Awaitility look at once, and more often than each tenth of a second, for most of what tests wait for takes less.
 */
public final class PromptAwait implements BeforeAllCallback {

    private static final Duration LOOK = Duration.ofMillis(20);

    @Override
    public void beforeAll(ExtensionContext tests) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(LOOK);
    }
}
