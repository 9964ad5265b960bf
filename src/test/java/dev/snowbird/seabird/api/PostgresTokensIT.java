package dev.snowbird.seabird.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.start.StartException;
import dev.snowbird.start.StartPatience;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatProgram;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.PostgreSql;
import dev.snowbird.testing.Program;
import dev.snowbird.testing.SelfSigned;
import dev.snowbird.testing.Wire;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.seabird.CoreInfoRequest;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens in a real PostgreSQL: the same as in a file, for several cores, and while the server is away. */
class PostgresTokensIT {

    private static final Duration PATIENCE = Duration.ofSeconds(TestPort.PATIENCE_SECONDS);
    private static final String AWAY = "UNAVAILABLE: the token database can't be reached now, try again";
    private static final String INVALID = "UNAUTHENTICATED: invalid auth token";
    private static final String OURS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'snowbird'"
            + " AND datname = current_database()";

    private static PostgreSql server;

    private String url;

    @BeforeAll
    static void launch() throws Exception {
        server = PostgreSql.launch();
    }

    @AfterAll
    static void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeADatabase() throws Exception {
        url = server.database();
    }

    @Test
    void makesTheTableOnceHoweverManyStartAtTheSameTime() throws Exception {
        List<CompletableFuture<String>> starts = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> added("bot" + i))).toList();
        List<String> made = new ArrayList<>();
        for (CompletableFuture<String> start : starts) {
            made.add(start.get());
        }

        assertEquals("seabird_auth_tokens", tables());
        try (Tokens tokens = Tokens.open(url)) {
            for (int i = 0; i < made.size(); i++) {
                assertEquals(Optional.of(new TokenUser("bot" + i, Optional.empty())), tokens.userOf(made.get(i)));
            }
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), tokens.list().stream().map(Tokens.Entry::id).toList());
            for (String other : List.of("", " " + made.get(0), made.get(0) + " ", "%", "' OR true --")) {
                assertEquals(Optional.empty(), tokens.userOf(other));
            }
            long id = tokens.list().stream().filter(entry -> entry.name().equals("bot1")).findFirst().orElseThrow().id();
            assertTrue(tokens.remove(id));
            assertFalse(tokens.remove(id));
            assertEquals(Optional.empty(), tokens.userOf(made.get(1)));
        }
    }

    private String added(String name) {
        try (Tokens tokens = Tokens.open(url)) {
            return tokens.add(name);
        } catch (StartException | TokenStoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private String tables() throws Exception {
        return PostgreSql.query(url, "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables"
                + " WHERE schemaname = 'public'");
    }

    /** Whoever moved the reference's file here, and lets cores do nothing but read. */
    @Test
    void usesATableOfOthersAsItIsAndNeedsNoRightButToReadIt() throws Exception {
        String reader = "reader_" + URI.create(url).getPath().substring(1);
        PostgreSql.execute(url, "CREATE TABLE seabird_auth_tokens (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL,"
                + " key VARCHAR(80) NOT NULL, status TEXT DEFAULT 'active')",
                "INSERT INTO seabird_auth_tokens (id, name, key) VALUES (7, 'old', 'secret')",
                "CREATE ROLE " + reader + " LOGIN PASSWORD 'p'", "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
                "GRANT SELECT ON seabird_auth_tokens TO " + reader);
        String asReader = url.replaceFirst("core:[^@]*@", reader + ":p@");

        try (Tokens tokens = Tokens.open(asReader)) {
            assertEquals(Optional.of(new TokenUser("old", Optional.empty())), tokens.userOf("secret"));
            assertEquals(List.of(new Tokens.Entry(7, "old")), tokens.list());
            String refusal = assertThrows(TokenStoreException.class, () -> tokens.add("x")).getMessage();
            assertTrue(refusal.endsWith("permission denied for table seabird_auth_tokens"), refusal);
        }
        assertEquals("ok    seabird.database-url: " + told() + " can be read, which is all that a core needs",
                TokenFinding.of(asReader).toString());

        PostgreSql.execute(url, "DROP TABLE seabird_auth_tokens");
        assertTrue(startRefusal(asReader).endsWith("permission denied for schema public"), startRefusal(asReader));
        assertEquals("fail  seabird.database-url: " + told() + " has no table of tokens, and this user may make none:"
                + " make it with token add, as one who may", TokenFinding.of(asReader).toString());
        assertEquals("ok    seabird.database-url: " + told() + " has no table of tokens yet, and one can be made",
                TokenFinding.of(url).toString());
        assertEquals(null, tables());
    }

    private String told() {
        return url.replaceFirst("//[^@]*@", "//");
    }

    private static String startRefusal(String url) {
        String refusal = assertThrows(StartException.class, () -> Tokens.open(url)).getMessage();
        assertTrue(refusal.startsWith("seabird.database-url: postgres://"), refusal);
        assertFalse(refusal.contains(PostgreSql.PASSWORD), refusal);
        assertEquals(1, refusal.lines().count());
        return refusal;
    }

    @Test
    void saysInALineWhyAStartCanNotBe() {
        assertTrue(startRefusal(url.replace(PostgreSql.PASSWORD, "wrong"))
                .endsWith("password authentication failed for user \"core\""));
        assertTrue(startRefusal(url + "none").endsWith("\" does not exist"));
        assertTrue(startRefusal(url.replaceFirst(":\\d+/", ":1/")).endsWith("can't be used: Connection refused"));
        assertTrue(startRefusal(url.replace("127.0.0.1", "server.invalid")).endsWith("nobody knows its host"));
        assertTrue(TokenFinding.of(url.replace(PostgreSql.PASSWORD, "wrong")).toString().endsWith(
                "for user \"core\": look at the URL, at its user, and at the server"));
    }

    @Test
    void aStartWaitsForAServerThatIsOnlySlow() throws Exception {
        try (Wire wire = new Wire(URI.create(url))) {
            wire.pause();
            String slow = PostgreSql.through(url, wire.port());
            assertEquals("start.timeout=4s: the start gave up waiting for the tokens", assertThrows(
                    StartException.class, () -> start(slow, Duration.ofSeconds(4)).close()).getMessage());

            CompletableFuture<List<Tokens.Entry>> start = CompletableFuture.supplyAsync(() -> {
                try (Tokens tokens = start(slow, PATIENCE)) {
                    return tokens.list();
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            });
            wire.resume();
            assertEquals(List.of(), start.get());
        }
    }

    private static Tokens start(String url, Duration limit) throws Exception {
        try (StartPatience patience = new StartPatience(limit, limit.toSeconds() + "s", PATIENCE)) {
            return patience.waitFor("the tokens", attempt -> Tokens.open(url));
        }
    }

    @Test
    void keepsFiltersBesideTheTableWhenThereAreAny() throws Exception {
        try (Tokens tokens = Tokens.open(url)) {
            String one = tokens.add("bot");
            String two = tokens.add("bot");
            tokens.add("other");
            assertTrue(tokens.filter("bot", ""));
            assertEquals("seabird_auth_tokens", tables());

            assertTrue(tokens.filter("bot", "mine"));
            assertTrue(tokens.filter("bot", "mine, type=mention"));
            assertFalse(tokens.filter("nobody", "mine"));
            assertEquals("seabird_auth_tokens snowbird_token_filters", tables());
            Optional<String> filter = Optional.of("mine, type=mention");
            assertEquals(Optional.of(new TokenUser("bot", filter)), tokens.userOf(one));
            assertEquals(List.of(new Tokens.Entry(1, "bot", filter), new Tokens.Entry(2, "bot", filter),
                    new Tokens.Entry(3, "other")), tokens.list());

            assertTrue(tokens.remove(1));
            assertEquals("1", PostgreSql.query(url, "SELECT count(*) FROM snowbird_token_filters"));
            assertTrue(tokens.filter("bot", ""));
            assertEquals(Optional.of(new TokenUser("bot", Optional.empty())), tokens.userOf(two));
        }
    }

    @Test
    void aRevokedTokenIsRefusedByAllCoresWithinASecond() throws Exception {
        try (TestPort one = port(url); TestPort other = port(url); Tokens operator = Tokens.open(url)) {
            Channel bot = one.friend();
            Channel elsewhere = TestPort.withAuthorization(other.stranger(), "Bearer " + one.token());
            assertEquals("OK", call(bot));
            assertEquals("OK", call(elsewhere));

            for (Tokens.Entry token : operator.list()) {
                assertTrue(operator.remove(token.id()));
            }

            // What is remembered is remembered for half a second; this is for busy machines.
            long revoked = System.nanoTime();
            for (Channel channel : List.of(bot, elsewhere)) {
                await().atMost(PATIENCE).until(() -> call(channel).equals(INVALID));
            }
            assertTrue(System.nanoTime() - revoked < PATIENCE.dividedBy(2).toNanos());
        }
    }

    @Test
    void aPluginGetsTheFilterOfItsTokenUnlessItHasItsOwn() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TestPort port = port(url)) {
            port.route("StreamEvents", exchange -> asked.add(
                    String.valueOf(exchange.getProperty(RouteProperties.FILTER_TEXTS))));
            assertTrue(port.tokens().filter(TestPort.USER, "type=mention"));

            stream(port.friend());
            stream(Plugin.withFilter(port.friend(), "mine"));

            assertEquals(List.of("[type=mention]", "[mine]"), asked);
        }
    }

    private static void stream(Channel channel) {
        RawCall.of(channel, "StreamEvents").send(StreamEventsRequest.getDefaultInstance()).halfClose().awaitHeaders();
    }

    @Test
    void whileTheServerIsAwayNewCallsHearSoAndOpenStreamsLiveOn() throws Exception {
        try (TestPort port = port(url); LogLines log = new LogLines(Authentication.class)) {
            CompletableFuture<Void> event = new CompletableFuture<>();
            port.route("IngestEvents", exchange -> event.complete(null));
            Channel bot = port.friend();
            RawCall stream = RawCall.of(bot, "IngestEvents").awaitHeaders();

            server.stop();
            try {
                await().atMost(PATIENCE).until(() -> call(bot).equals(AWAY));
                assertEquals(AWAY, call(port.friend()));
                assertTrue(port.server().tokenTrouble().orElse("").startsWith("seabird.database-url: " + told()),
                        port.server().tokenTrouble().toString());
                stream.send(ChatEvent.getDefaultInstance());
                event.get();
            } finally {
                server.start();
            }
            await().atMost(PATIENCE).until(() -> call(bot).equals("OK") && log.all().size() > 1);

            assertTrue(log.all().get(0).startsWith("No token can be checked: seabird.database-url: "), log.all().get(0));
            assertFalse(log.all().get(0).contains(PostgreSql.PASSWORD), log.all().get(0));
            assertEquals("Tokens can be checked again", log.all().get(1));
            stream.cancel();
        }
    }

    @Test
    void aServerThatDoesNotAnswerHoldsUpNobodyForLong() throws Exception {
        try (Wire wire = new Wire(URI.create(url)); TestPort port = port(PostgreSql.through(url, wire.port()));
                LogLines log = new LogLines(Authentication.class)) {
            Channel bot = port.friend();
            assertEquals("OK", call(bot));

            wire.pause();
            // One whose token is remembered may still get through.
            await().atMost(PATIENCE).until(() -> call(bot).equals(AWAY));
            for (RawCall call : Stream.generate(() -> begin(bot)).limit(40).toList()) {
                assertEquals(AWAY, call.outcome());
            }
            wire.resume();

            await().atMost(PATIENCE).until(() -> call(bot).equals("OK") && log.all().size() > 1);
            assertEquals("Tokens can be checked again", log.all().get(1));
        }
    }

    @Test
    void manyCallsThatWaitForALockTakeNoMoreConnections() throws Exception {
        try (TestPort port = port(url); Connection other = PostgreSql.connect(URI.create(url));
                Statement statement = other.createStatement()) {
            Channel bot = port.friend();
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE seabird_auth_tokens IN ACCESS EXCLUSIVE MODE");
            await().atMost(PATIENCE).until(() -> call(bot).equals(AWAY));
            for (RawCall call : Stream.generate(() -> begin(bot)).limit(100).toList()) {
                assertEquals(AWAY, call.outcome());
            }
            int connections = Integer.parseInt(PostgreSql.query(url, OURS));
            assertTrue(connections > 0 && connections <= PostgresDatabase.CONNECTIONS, "connections: " + connections);
            other.rollback();

            await().atMost(PATIENCE).until(() -> call(bot).equals("OK"));
        }
    }

    @Test
    void aTableThatIsGoneIsNoReasonToRefuseATokenForGood() throws Exception {
        try (TestPort port = port(url)) {
            Channel bot = port.friend();
            PostgreSql.execute(url, "ALTER TABLE seabird_auth_tokens RENAME TO gone");
            await().atMost(PATIENCE).until(() -> call(bot).equals(AWAY));
            assertEquals("seabird.database-url: " + told() + " can't be used: ERROR: relation \"seabird_auth_tokens\""
                    + " does not exist", port.server().tokenTrouble().orElse("none"));

            PostgreSql.execute(url, "ALTER TABLE gone RENAME TO seabird_auth_tokens");
            await().atMost(PATIENCE).until(() -> call(bot).equals("OK"));
        }
    }

    /** As libpq takes {@code sslmode}: the certificate is of localhost and of no authority. */
    @Test
    void doesTlsAsItsUrlSays(@TempDir Path folder) throws Exception {
        String localhost = url.replace("127.0.0.1", "localhost");
        String root = "&sslrootcert=" + server.certificate();
        Path other = folder.resolve("other.crt");
        SelfSigned.make(folder, "other", "RSA").write(other, folder.resolve("other.key"));

        assertEquals("false", encrypted(url + "?sslmode=disable"));
        for (String good : List.of(url, url + "?sslmode=require", url + "?sslmode=verify-ca" + root,
                localhost + "?sslmode=verify-full" + root)) {
            assertEquals("true", encrypted(good), good);
        }
        for (String bad : List.of(url + "?sslmode=verify-full" + root, localhost + "?sslmode=verify-ca&sslrootcert=" + other,
                localhost + "?sslmode=require&sslrootcert=" + other,
                localhost + "?sslmode=verify-full&sslrootcert=system",
                localhost + "?sslmode=verify-full&sslrootcert=" + folder.resolve("none"))) {
            startRefusal(bad);
        }
        assertTrue(Files.exists(other));
    }

    @Test
    void theProgramAndItsCommandsTakeThemFromThereAndTellNobodyThePassword(@TempDir Path folder) throws Exception {
        Map<String, String> environment = Map.of("DATABASE_URL", url);
        try (ChatProgram program = ChatProgram.onServer(folder, "embedded", url)) {
            String token = run(folder, environment, "token", "add", "bot").get(0);
            Channel bot = program.peers().connectWith("Bearer " + token);
            assertEquals("OK", Calls.outcome(bot, CoreInfoRequest.getDefaultInstance()));
            assertEquals(List.of(), run(folder, environment, "token", "filter", "bot", "mine"));
            Path passwords = Files.writeString(folder.resolve("pgpass"), "*:*:*:core:" + PostgreSql.PASSWORD);
            Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
            assertEquals(List.of("1 bot  filter: mine"), run(folder, Map.of("PGPASSFILE", passwords.toString(),
                    "DATABASE_URL", url.replace(":" + PostgreSql.PASSWORD, "")), "token", "list"));
            assertEquals(List.of(), run(folder, environment, "token", "remove", "1"));
            await().atMost(PATIENCE).until(
                    () -> Calls.outcome(bot, CoreInfoRequest.getDefaultInstance()).equals(INVALID));

            URI page = program.program().listener("management", "/status.json");
            String status = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString()).body();
            assertTrue(status.contains(told()), status);
            assertFalse((status + program.program().error() + program.program().output())
                    .contains(PostgreSql.PASSWORD));
        }
    }

    private static List<String> run(Path folder, Map<String, String> environment, String... arguments)
            throws Exception {
        try (Program program = Program.start(folder, environment, arguments)) {
            assertEquals(0, program.exitCode(), () -> program.error().toString());
            return program.output();
        }
    }

    private static String encrypted(String url) throws Exception {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        try (PostgresDatabase database = new PostgresDatabase((PostgresUrl) parsed)) {
            return database.use(PATIENCE, open -> {
                try (PreparedStatement query = open.prepare("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
                        ResultSet row = query.executeQuery()) {
                    row.next();
                    return String.valueOf(row.getBoolean(1));
                }
            });
        }
    }

    private static TestPort port(String url) throws Exception {
        TestPort port = new TestPort(Tokens.open(url), TestPort.GENEROUS, Optional.empty());
        port.route("GetCoreInfo", exchange -> exchange.getMessage().setBody(null));
        return port;
    }

    private static RawCall begin(Channel channel) {
        return RawCall.of(channel, "GetCoreInfo").send(CoreInfoRequest.getDefaultInstance()).halfClose();
    }

    private static String call(Channel channel) throws Exception {
        return begin(channel).outcome();
    }
}
