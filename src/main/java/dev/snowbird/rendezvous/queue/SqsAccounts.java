package dev.snowbird.rendezvous.queue;

import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How SQS is reached, by the name of the AWS profile; the name is empty when the settings name no profile. */
public final class SqsAccounts {

    private static final String PROFILES = "rendezvous.sqs-profiles";

    private SqsAccounts() {
    }

    /** Takes the one account of the embedded SQS, which no profile names. */
    public static Map<String, SqsClients> embedded(EmbeddedSqs sqs, Settings settings) {
        return Map.of("", SqsClients.embedded(sqs.endpoint(), connections(settings)));
    }

    /**
     * Takes the profiles that the settings name, or else the SDK's default chain.
     *
     * @throws StartException when there is no such profile, or it has no region
     */
    public static Map<String, SqsClients> named(Settings settings) throws StartException {
        Optional<String> profiles = settings.optional(PROFILES);
        if (profiles.isEmpty()) {
            return Map.of("", new SqsClients(settings.sqsEndpoint().uri(), Optional.empty(),
                    settings.optional("rendezvous.broker-sqs-region"), Optional.empty(), connections(settings)));
        }
        Map<String, SqsClients> accounts = new LinkedHashMap<>();
        for (String profile : profiles.get().split(",")) {
            try {
                accounts.put(profile.strip(), SqsClients.ofProfile(
                        settings.sqsEndpoint().uri(), profile.strip(), connections(settings)));
            } catch (IllegalArgumentException e) {
                throw new StartException(PROFILES + ": " + e.getMessage(), e);
            }
        }
        return accounts;
    }

    private static int connections(Settings settings) {
        return settings.integer("sqs.max-connections");
    }
}
