package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.testing.LogLines;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.seabird.CoreInfoRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of section 2 of the Seabird contract. */
class AuthenticationTest {

    @TempDir
    private Path folder;
    private TestPort port;

    @BeforeEach
    void start() throws Exception {
        port = new TestPort(Tokens.open(url()), TestPort.GENEROUS, Optional.empty());
        port.route("GetCoreInfo", exchange -> exchange.getMessage().setBody(null));
        store("bot", "t");
        store("space", " t");
        store("nobody", "");
        store("tab\tname", "tab");
        store("two\nlines", "control");
        store("del\u007F", "delete");
        store("jürgen", "umlaut");
        store("two\nümlauts", "both");
        store("\u0085", "c1");
    }

    @AfterEach
    void stop() throws Exception {
        port.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "Bearer t | OK",
        "\"Bearer  t\" | OK",
        "\"Bearer \" | OK",
        "Bearer tab | OK",
        "\"\" | UNAUTHENTICATED: unknown auth method",
        "bearer t | UNAUTHENTICATED: unknown auth method",
        "Basic t | UNAUTHENTICATED: unknown auth method",
        "Bearert | UNAUTHENTICATED: unknown auth method",
        "\" Bearer t\" | UNAUTHENTICATED: unknown auth method",
        "Bearer | UNAUTHENTICATED: missing auth token",
        "Bearer x | UNAUTHENTICATED: invalid auth token",
        "Bearer T | UNAUTHENTICATED: invalid auth token",
        "\"Bearer t \" | UNAUTHENTICATED: invalid auth token",
        "Bearer control | UNAUTHENTICATED: invalid auth token username",
        "Bearer delete | UNAUTHENTICATED: invalid auth token username",
        "Bearer both | UNAUTHENTICATED: invalid auth token username",
        "Bearer umlaut | INTERNAL: failed to parse tag",
        "Bearer c1 | INTERNAL: failed to parse tag"})
    void answersTheHeader(String value, String outcome) throws Exception {
        assertEquals(outcome, call(with(value)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "\"Bearer\tt\" | unknown auth method", "\"Bearer \t\" | invalid auth token",
        "Bearer ü | invalid token data", "ü | invalid token data", "\"Bearer t\u0001\" | invalid token data",
        "\"Bearer t\u007F\" | invalid token data"})
    void answersBytesThatAreNoText(String value, String message) throws Exception {
        try (RawHttp2 peer = new RawHttp2(port.port())) {
            assertEquals("16: " + message,
                    peer.call("seabird.Seabird/GetCoreInfo", value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void wantsAHeader() throws Exception {
        assertEquals("UNAUTHENTICATED: missing authorization header", call(port.stranger()));
    }

    @Test
    void looksAtTheFirstOfSeveralHeaders() throws Exception {
        assertEquals("OK", call(with("Bearer t", "Bearer x")));
        assertEquals("UNAUTHENTICATED: invalid auth token", call(with("Bearer x", "Bearer t")));
    }

    @Test
    void tellsTheRouteWhoseTokenItIs() throws Exception {
        CompletableFuture<Object> sender = new CompletableFuture<>();
        port.route("ListBackends", exchange -> {
            sender.complete(exchange.getProperty(RouteProperties.SENDER));
            exchange.getMessage().setBody(null);
        });
        Metadata claim = new Metadata();
        claim.put(Metadata.Key.of("x-auth-username", Metadata.ASCII_STRING_MARSHALLER), "root");
        Channel channel = ClientInterceptors.intercept(
                with("Bearer t"), MetadataUtils.newAttachHeadersInterceptor(claim));

        RawCall.of(channel, "ListBackends").send(new byte[0]).halfClose().outcome();

        assertEquals("bot", sender.getNow(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"seabird.Seabird/None", "seabird.ChatIngest/None",
        "grpc.reflection.v1.ServerReflection/None"})
    void checksTheTokenBeforeTheNameOfTheMethod(String name) throws Exception {
        assertEquals("UNAUTHENTICATED: invalid auth token",
                RawCall.of(with("Bearer x"), unknown(name)).halfClose().outcome());
        assertEquals("UNIMPLEMENTED", RawCall.of(with("Bearer t"), unknown(name)).halfClose().outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"seabird.None/SendMessage", "Seabird/SendMessage", "None"})
    void needsNoTokenToSayThatThereIsNoSuchService(String name) throws Exception {
        assertEquals("UNIMPLEMENTED", RawCall.of(port.stranger(), unknown(name)).halfClose().outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"StreamEvents", "IngestEvents"})
    void refusesStreamsInTheSameWayWithoutHeaders(String rpc) throws Exception {
        RawCall call = RawCall.of(with("Bearer x"), rpc).halfClose();

        assertEquals("UNAUTHENTICATED: invalid auth token", call.outcome());
        assertEquals(List.of("status"), call.seen());
    }

    @Test
    void seesARevocationAtOnce() throws Exception {
        Channel channel = with("Bearer t");
        assertEquals("OK", call(channel));

        try (Tokens otherProcess = Tokens.open(url())) {
            otherProcess.remove(2);
        }

        assertEquals("UNAUTHENTICATED: invalid auth token", call(channel));
    }

    /** Others hear of it within a second, and nobody else notices. */
    @Test
    void neitherCallsNorOpenStreamsWaitForALockedFile() throws Exception {
        CompletableFuture<Void> event = new CompletableFuture<>();
        port.route("IngestEvents", exchange -> event.complete(null));
        Channel friend = with("Bearer t");
        RawCall stream = RawCall.of(friend, "IngestEvents").awaitHeaders();
        try (LogLines log = new LogLines(Authentication.class)) {
            try (TokenLock lock = TokenLock.on(folder.resolve("a.db"))) {
                List<RawCall> calls = IntStream.range(0, 40)
                        .mapToObj(i -> begin(with(i % 2 == 0 ? "Bearer tab" : "Bearer wrong"))).toList();
                stream.send(ChatEvent.getDefaultInstance());
                assertTimeout(Duration.ofSeconds(TestPort.PATIENCE_SECONDS), () -> {
                    event.get();
                    for (RawCall call : calls) {
                        assertEquals("UNAVAILABLE: the token file is locked or can't be read now, try again",
                                call.outcome());
                    }
                });
            }
            assertEquals("OK", call(friend));
            assertEquals(List.of("No token can be checked: seabird.database-url: another process has locked the file, "
                    + "or its disk does not answer", "Tokens can be checked again"), log.all());
        }
        stream.cancel();
    }

    @Test
    void waitsForALockThatIsShort() throws Exception {
        RawCall call;
        try (TokenLock lock = TokenLock.on(folder.resolve("a.db"))) {
            call = begin(with("Bearer t"));
        }
        assertEquals("OK", call.outcome());
    }

    @Test
    void refusesAllWhileTheFileIsDamagedAndSaysSoOnce() throws Exception {
        Path file = folder.resolve("a.db");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[8192], StandardOpenOption.WRITE);
        try (LogLines log = new LogLines(Authentication.class)) {
            Channel channel = with("Bearer t");
            assertEquals("UNAUTHENTICATED: invalid auth token", call(channel));
            assertTrue(port.server().tokenTrouble().orElse("").startsWith("seabird.database-url: " + file),
                    port.server().tokenTrouble().toString());
            assertEquals("UNAUTHENTICATED: invalid auth token", call(channel));
            Files.write(file, whole, StandardOpenOption.WRITE);
            assertEquals("OK", call(channel));
            assertEquals(Optional.empty(), port.server().tokenTrouble());

            assertEquals(List.of("No token can be checked: seabird.database-url: " + file + " can't be used: "
                    + "[SQLITE_NOTADB] File opened that is not a database file (file is not a database)",
                    "Tokens can be checked again"), log.all());
        }
    }

    private static MethodDescriptor<byte[], byte[]> unknown(String name) {
        return Rpc.named("SendMessage").method().toBuilder().setFullMethodName(name).build();
    }

    private static String call(Channel channel) throws Exception {
        return begin(channel).outcome();
    }

    private static RawCall begin(Channel channel) {
        return RawCall.of(channel, "GetCoreInfo").send(CoreInfoRequest.getDefaultInstance()).halfClose();
    }

    private Channel with(String... values) {
        return TestPort.withAuthorization(port.stranger(), values);
    }

    private String url() {
        return "sqlite://" + folder + "/a.db";
    }

    /** As somebody else may have stored it. */
    private void store(String name, String token) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO seabird_auth_tokens (name, key) VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, token);
            insert.executeUpdate();
        }
    }
}
