package dev.snowbird.rendezvous.queue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;

/**
 * How SQS is reached.
 *
 * @param endpoint       another endpoint than Amazon's; empty leaves it to the SDK
 * @param profile        whose further settings count, of the AWS tools' shared files; empty for the default one's
 * @param region         the AWS region; empty leaves it to the SDK's default chain
 * @param credentials    who signs the calls; empty leaves it to the SDK's default chain
 * @param maxConnections how many calls may be under way at once; the rest wait
 */
public record SqsClients(Optional<URI> endpoint, Optional<String> profile, Optional<String> region,
        Optional<AwsCredentialsProvider> credentials, int maxConnections) {

    /** An embedded SQS takes any signature, and any region. */
    private static final AwsCredentialsProvider ANYONE =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("embedded", "embedded"));

    /** Calls wait in line for a connection: a burst of thousands of offers must not fail them. */
    private static final Duration LINE_PATIENCE = Duration.ofMinutes(2);
    private static final int LINE_LENGTH = 100_000;
    private static final int LOOPS = 2;

    /**
     * Reaches the SQS inside this process.
     *
     * @param endpoint       where it listens
     * @param maxConnections how many calls may be under way at once
     */
    public static SqsClients embedded(URI endpoint, int maxConnections) {
        return new SqsClients(Optional.of(endpoint), Optional.empty(), Optional.of("embedded"), Optional.of(ANYONE),
                maxConnections);
    }

    /**
     * Reaches SQS as a profile of the AWS tools' shared files says, whatever the environment says.
     *
     * @param endpoint       another endpoint than Amazon's; empty leaves it to the SDK
     * @param profile        the name of the profile
     * @param maxConnections how many calls may be under way at once
     * @throws IllegalArgumentException when there is no such profile, or it has no region; the message is for operators
     */
    public static SqsClients ofProfile(Optional<URI> endpoint, String profile, int maxConnections) {
        ProfileFile shared = ProfileFile.defaultProfileFile();
        String region = shared.profile(profile)
                .orElseThrow(() -> new IllegalArgumentException("there is no AWS profile " + profile))
                .property(ProfileProperty.REGION)
                .orElseThrow(() -> new IllegalArgumentException("the AWS profile " + profile + " has no region"));
        return new SqsClients(endpoint, Optional.of(profile), Optional.of(region),
                Optional.of(ProfileCredentialsProvider.create(profile)), maxConnections);
    }

    /**
     * Makes a connection for a few calls that nobody counts, to be closed by the caller. What follows a call must not
     * block.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException when no region can be found
     */
    public SqsConnection open() {
        return open(Runnable::run, new ExecutionInterceptor() { });
    }

    /**
     * Makes a connection, to be closed by the caller.
     *
     * @param completions runs what follows a call; its threads must never be blocked
     * @param interceptor sees every call
     * @throws software.amazon.awssdk.core.exception.SdkClientException when no region can be found
     */
    public SqsConnection open(Executor completions, ExecutionInterceptor interceptor) {
        EventLoopGroup loops = new NioEventLoopGroup(LOOPS, new DefaultThreadFactory("sqs", true));
        SqsAsyncClientBuilder builder = SqsAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(SdkEventLoopGroup.create(loops, NioSocketChannel::new))
                        .maxConcurrency(maxConnections)
                        .maxPendingConnectionAcquires(LINE_LENGTH)
                        .connectionAcquisitionTimeout(LINE_PATIENCE))
                .asyncConfiguration(async -> async
                        .advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, completions))
                .overrideConfiguration(override -> override.addExecutionInterceptor(interceptor)
                        // The SDK was seen to lose a call to a server that refuses connections; no call is for ever.
                        .apiCallTimeout(LINE_PATIENCE.plusSeconds(30)));
        profile.ifPresent(name -> builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .defaultProfileName(name).build()));
        endpoint.ifPresent(builder::endpointOverride);
        region.map(Region::of).ifPresent(builder::region);
        credentials.ifPresent(builder::credentialsProvider);
        return new SqsConnection(builder.build(), loops, this);
    }
}
