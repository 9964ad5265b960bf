package dev.snowbird.cli;

import dev.snowbird.rendezvous.queue.SqsCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code snowbird sqs-creds}: makes the string that clients are given as {@code -sqscreds} from two keys, or shows
 * what is in one. Form and prompts are those of section 8 of the Snowflake contract, except that the prompts go to
 * standard error, so that the string alone can be piped.
 */
@Command(name = "sqs-creds", description = "Encodes the credentials that clients reach the broker's queue with.",
        footer = {"", "Examples:", "  snowbird sqs-creds", "  snowbird sqs-creds --decode"})
public final class SqsCredsCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = {"--decode", "-decode"}, arity = "0..1", paramLabel = "STRING",
            description = "Shows the access key of an encoded string, and that there is a secret; without STRING it"
                    + " is read from standard input, where other users of the machine can't see it.")
    private String encoded;

    private final BufferedReader input;

    /** Takes what the keys, or the string to decode, are read from, a line each. */
    public SqsCredsCommand(InputStream input) {
        this.input = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    }

    /**
     * Encodes or decodes, as the options say.
     *
     * @return 0, or 1 when a key is missing or the string can't be decoded
     * @throws IOException when the input can't be read
     */
    @Override
    public Integer call() throws IOException {
        return encoded == null ? encode() : decode();
    }

    private int encode() throws IOException {
        String accessKey = ask("Enter Access Key: ");
        String secretKey = ask("Enter Secret Key: ");
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            return fail("sqs-creds: both keys are needed");
        }
        print(new SqsCredentials(accessKey, secretKey).encode());
        return 0;
    }

    private int decode() throws IOException {
        String text = encoded.isEmpty() ? ask("Enter Encoded Credentials: ") : encoded.strip();
        SqsCredentials credentials;
        try {
            credentials = SqsCredentials.decode(text);
        } catch (IllegalArgumentException e) {
            // Its message may quote the text, and with it a secret.
            return fail("sqs-creds: this is not a string that sqs-creds made");
        }
        print("Access Key: " + credentials.accessKeyId());
        print("Secret Key: ********");
        return 0;
    }

    private String ask(String prompt) throws IOException {
        PrintWriter prompts = spec.commandLine().getErr();
        prompts.print(prompt);
        prompts.flush();
        return Objects.requireNonNullElse(input.readLine(), "").strip();
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    private int fail(String line) {
        spec.commandLine().getErr().println(line);
        return FAILED;
    }
}
