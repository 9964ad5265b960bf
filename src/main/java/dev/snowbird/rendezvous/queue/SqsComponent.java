package dev.snowbird.rendezvous.queue;

import dev.snowbird.routes.CheckableComponent;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.component.aws2.sqs.Sqs2HeaderFilterStrategy;
import org.apache.camel.spi.annotations.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * Camel's {@code aws2-sqs}, whose endpoints use the account of the broker queue unless they name another, and take no
 * client from the registry: {@link OfferReceiver} is one that can only receive offers.
 *
 * <p>It also keeps message attributes, which any client can set, from becoming headers that Camel acts on
 * (CVE-2026-46456): names that begin with {@code Camel}, in upper or lower case, are left out.
 */
@Component("aws2-sqs")
public final class SqsComponent extends Sqs2Component implements CheckableComponent {

    private static final String PROFILE = "profileCredentialsName";
    private static final String REGION = "region";
    private static final String ENDPOINT = "uriEndpointOverride";
    private static final String OVERRIDE = "overrideEndpoint";
    private static final String WITH_PROFILE = "useProfileCredentialsProvider";
    private static final String WITH_DEFAULT = "useDefaultCredentialsProvider";
    /** What names an account, as parameters of an endpoint. */
    private static final Set<String> CREDENTIALS = Set.of("amazonSQSClient", "accessKey", "useSessionCredentials",
            PROFILE, WITH_PROFILE, WITH_DEFAULT);

    private final Optional<SqsClients> account;

    /** What Camel itself does with external headers over HTTP and AMQP; its filter for SQS looks at outgoing ones. */
    private static final class Filter extends Sqs2HeaderFilterStrategy {

        @Override
        protected void initialize() {
            super.initialize();
            setInFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
        }
    }

    /**
     * @param account what endpoints use that name no account; empty to leave it to Camel
     */
    public SqsComponent(Optional<SqsClients> account) {
        this.account = account;
        setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String queue, Map<String, Object> parameters) throws Exception {
        if (parameters.containsKey(PROFILE)) {
            useProfile(String.valueOf(parameters.get(PROFILE)), parameters);
        }
        account.ifPresent(ours -> useOurs(ours, parameters));
        Sqs2Endpoint endpoint = (Sqs2Endpoint) super.createEndpoint(uri, queue, parameters);
        if (endpoint.getHeaderFilterStrategy() == null) {
            endpoint.setHeaderFilterStrategy(new Filter());
        }
        return endpoint;
    }

    @Override
    public org.apache.camel.Component forCheck() {
        return new SqsComponent(account);
    }

    /** A profile is more than its credentials. */
    private static void useProfile(String name, Map<String, Object> parameters) {
        parameters.putIfAbsent(WITH_PROFILE, true);
        Optional<Profile> profile = ProfileFile.defaultProfileFile().profile(name);
        profile.flatMap(known -> known.property(ProfileProperty.REGION))
                .ifPresent(region -> parameters.putIfAbsent(REGION, region));
        profile.flatMap(known -> known.property(ProfileProperty.ENDPOINT_URL))
                .ifPresent(url -> useEndpoint(url, parameters));
    }

    private void useOurs(SqsClients ours, Map<String, Object> parameters) {
        if (!isConfigured() && CREDENTIALS.stream().noneMatch(parameters::containsKey)) {
            useCredentials(ours, parameters);
        }
        // An endpoint that names another account still means the same SQS, when that is not Amazon's.
        ours.endpoint().map(URI::toString).ifPresent(url -> useEndpoint(url, parameters));
        ours.region().ifPresent(region -> parameters.putIfAbsent(REGION, region));
    }

    private static void useCredentials(SqsClients ours, Map<String, Object> parameters) {
        if (ours.profile().isPresent()) {
            parameters.put(PROFILE, ours.profile().get());
            useProfile(ours.profile().get(), parameters);
        } else if (ours.credentials().isPresent()) {
            AwsCredentials fixed = ours.credentials().get().resolveCredentials();
            parameters.put("accessKey", fixed.accessKeyId());
            parameters.put("secretKey", fixed.secretAccessKey());
        } else {
            parameters.put(WITH_DEFAULT, true);
        }
    }

    /** Tells whether {@code camel.component.aws2-sqs.…} names an account for all endpoints. */
    private boolean isConfigured() {
        return getConfiguration().getAccessKey() != null || getConfiguration().getProfileCredentialsName() != null
                || getConfiguration().isUseDefaultCredentialsProvider()
                || getConfiguration().isUseProfileCredentialsProvider()
                || getConfiguration().getAmazonSQSClient() != null;
    }

    private static void useEndpoint(String url, Map<String, Object> parameters) {
        if (parameters.putIfAbsent(ENDPOINT, url) == null) {
            parameters.put(OVERRIDE, true);
        }
    }
}
