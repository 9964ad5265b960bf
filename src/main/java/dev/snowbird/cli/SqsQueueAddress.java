package dev.snowbird.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a queue is, as its URL tells (Snowflake contract, section 8).
 *
 * @param queueUrl the URL
 * @param region   the AWS region; empty when the queue is not Amazon's
 * @param endpoint the endpoint to call; empty when it is Amazon's own for the region
 */
record SqsQueueAddress(String queueUrl, Optional<String> region, Optional<URI> endpoint) {

    private static final Pattern AMAZON = Pattern.compile("sqs\\.([\\w-]+)\\.amazonaws\\.com");

    /**
     * @throws IllegalArgumentException when the text is not the URL of a queue
     */
    static SqsQueueAddress parse(String queueUrl) {
        URI url;
        try {
            url = new URI(queueUrl);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getRawUserInfo() != null || url.getPath().length() < 2) {
            throw new IllegalArgumentException("not the URL of a queue");
        }
        Matcher amazon = AMAZON.matcher(url.getHost());
        if (amazon.matches()) {
            return new SqsQueueAddress(queueUrl, Optional.of(amazon.group(1)), Optional.empty());
        }
        return new SqsQueueAddress(queueUrl, Optional.empty(),
                Optional.of(URI.create(url.getScheme() + "://" + url.getRawAuthority())));
    }
}
