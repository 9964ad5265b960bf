package dev.snowbird.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.management.ForeignPages;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Who may use the embedded SQS: programs of this machine, and no web page. */
class EmbeddedSqsTest {

    private static final int PATIENCE_MILLIS = 60_000;
    private static EmbeddedSqs service;
    private static SqsClient client;

    @BeforeAll
    static void start() throws Exception {
        service = EmbeddedSqs.start(0);
        client = client("127.0.0.1");
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void servesTheSdkByTheNamesOfLoopback(String host) {
        try (SqsClient other = client(host)) {
            String url = other.createQueue(request -> request.queueName("sdk")).queueUrl();
            other.sendMessage(request -> request.queueUrl(url).messageBody("a"));
            assertEquals("a", other.receiveMessage(request -> request.queueUrl(url)).messages().get(0).body());
            other.purgeQueue(request -> request.queueUrl(url));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: 127.0.0.1:9324", "Host: localhost", "Host: [::1]:9324",
        "Host: localhost:9324\r\nOrigin: http://localhost:9324"})
    void servesPlainRequests(String headers) throws Exception {
        String url = client.createQueue(request -> request.queueName("plain")).queueUrl();

        String response = delete(url, headers);

        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        assertEquals(List.of(), client.listQueues(request -> request.queueNamePrefix("plain")).queueUrls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: example.org", "Host: 127.0.0.1:9324\r\nOrigin: https://example.org",
        "Host: localhost\r\nOrigin: null", "Host: example.org\r\nOrigin: http://example.org",
        "Host: localhost\r\nSec-Fetch-Site: cross-site", "Host: localhost.example.org:9324"})
    void refusesForeignPages(String headers) throws Exception {
        String url = client.createQueue(request -> request.queueName("kept")).queueUrl();

        String response = delete(url, headers);

        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertTrue(response.endsWith(ForeignPages.REFUSAL), response);
        assertEquals(List.of(url), client.listQueues(request -> request.queueNamePrefix("kept")).queueUrls());
    }

    @Test
    void answersEachRequestOfAConnectionForItself() throws Exception {
        String own = "GET /?Action=ListQueues HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String foreign = "POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 18\r\n\r\nAction=ListQueues&";

        String responses = exchange(own + foreign + own
                + foreign.replace("Host", "Connection: close\r\nHost"));

        assertTrue(responses.matches("(?s)HTTP/1.1 200 .*HTTP/1.1 403 .*HTTP/1.1 200 .*HTTP/1.1 403 .*"), responses);
    }

    private static String delete(String url, String headers) throws IOException {
        return exchange("GET /?Action=DeleteQueue&QueueUrl=" + url + " HTTP/1.1\r\nConnection: close\r\n"
                + headers + "\r\n\r\n");
    }

    private static String exchange(String requests) throws IOException {
        try (Socket peer = new Socket(EmbeddedSqs.HOST, service.endpoint().getPort())) {
            peer.setSoTimeout(PATIENCE_MILLIS);
            peer.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            return new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SqsClient client(String host) {
        return SqsClient.builder().region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://" + host + ":" + service.endpoint().getPort()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "y"))).build();
    }
}
