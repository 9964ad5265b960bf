package dev.snowbird.cli;

import dev.snowbird.rendezvous.client.ClientExchange;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.ClientPollResponse;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.SessionDescription;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsConnection;
import dev.snowbird.rendezvous.queue.SqsCredentials;
import dev.snowbird.rendezvous.queue.SqsErrors;
import dev.snowbird.settings.DurationText;
import dev.snowbird.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * {@code snowbird client}: one rendezvous over SQS from the client's side. Standard output gets the proxy's answer and
 * nothing else; progress and errors go to standard error.
 */
@Command(name = "client", description = "Sends an SDP offer over SQS and prints the proxy's answer.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:an answer came", "1:anything not below", "2:wrong usage",
            "3:the broker answered with an error", "4:no answer in time"},
        footer = {"", "Example:", "  snowbird client --sqsqueue https://sqs.us-east-1.amazonaws.com/123456789012/broker"
            + " --sqscreds CREDS offer.sdp"})
public final class ClientCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int REFUSED = 3;
    private static final int TIMED_OUT = 4;
    private static final int CONNECTIONS = 4;

    @Spec
    private CommandSpec spec;

    @Option(names = {"--sqsqueue", "-sqsqueue"}, required = true, paramLabel = "URL",
            description = "The broker's queue.")
    private String queueUrl;

    @Option(names = {"--sqscreds", "-sqscreds"}, required = true, paramLabel = "CREDS",
            description = "The encoded credentials for it; sqs-creds makes them.")
    private String credentials;

    @Option(names = {"--region", "-region"}, paramLabel = "REGION",
            description = "The AWS region, which a queue that is not Amazon's needs.")
    private String region;

    @Option(names = {"--nat", "-nat"}, paramLabel = "TYPE", defaultValue = "unknown",
            description = "unknown (default), open, moderate or strict;"
                    + " restricted and unrestricted are the names of before.")
    private String nat;

    @Option(names = {"--fingerprint", "-fingerprint"}, paramLabel = "HEX",
            description = "The bridge to reach; the public default bridge if not given.")
    private String fingerprint;

    @Option(names = {"--timeout", "-timeout"}, paramLabel = "TIME", defaultValue = "110s",
            description = "How long to wait for an answer, such as 30s or 2m; ${DEFAULT-VALUE} if not given.")
    private String timeout;

    @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "-",
            description = "The offer, as raw SDP or as JSON with type and sdp; - or nothing is standard input.")
    private String file;

    private final InputStream input;

    /**
     * @param input what is read when no file is named
     */
    public ClientCommand(InputStream input) {
        this.input = input;
    }

    /**
     * Makes the attempt.
     *
     * @return the exit code
     * @throws Exception what can't be told in a line
     */
    @Override
    public Integer call() throws Exception {
        SqsQueueAddress queue = parse("--sqsqueue", SqsQueueAddress::parse, queueUrl);
        SqsCredentials keys = parse("--sqscreds", SqsCredentials::decode, credentials);
        Duration limit = parse("--timeout", DurationText::parse, timeout);
        ClientPoll poll = new ClientPoll(readOffer(), parse("--nat", NatType::of, nat),
                fingerprint == null ? Fingerprint.DEFAULT : parse("--fingerprint", Fingerprint::new, fingerprint));
        Optional<String> where = Optional.ofNullable(region).or(queue::region);
        if (where.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--region is needed: the queue is not Amazon's");
        }
        AwsCredentialsProvider signer = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
        SqsClients clients =
                new SqsClients(queue.endpoint(), Optional.empty(), where, Optional.of(signer), CONNECTIONS);
        Settings settings = SettingOptions.loadWithoutOptions();
        try (SqsConnection sqs = clients.open();
                ClientExchange exchange = new ClientExchange(settings, sqs.client(), queue.queueUrl())) {
            return report(exchange.send(poll, limit));
        } catch (TimeoutException e) {
            return fail(TIMED_OUT, "no answer within " + timeout);
        } catch (ExecutionException e) {
            return fail(FAILED, "the exchange failed: " + SqsErrors.describe(e));
        }
    }

    /** The mistake is named, the value is not: it may be a credential. */
    private <T> T parse(String option, Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " has a wrong value");
        }
    }

    private String readOffer() {
        String text;
        try {
            text = "-".equals(file) ? new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "can't read the offer from " + file);
        }
        try {
            String offer = text.startsWith("v=0") ? SessionDescription.offer(text).encode() : text.strip();
            SessionDescription.parse(offer);
            return offer;
        } catch (RuntimeException e) {
            throw new ParameterException(spec.commandLine(), "the offer is not a session description: "
                    + GoJson.describe(e));
        }
    }

    private int report(ClientPollResponse response) {
        if (response.answer().isEmpty()) {
            return fail(REFUSED, "the broker says: " + response.error());
        }
        spec.commandLine().getOut().println(response.answer());
        return 0;
    }

    private int fail(int code, String line) {
        spec.commandLine().getErr().println(line);
        return code;
    }
}
