package dev.snowbird.seabird.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.LogLines;
import io.coded.seabird.common.Backend;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.CommandsResponse;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListBackendsResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all cores have, as this one lists it. */
class DirectoryTest {

    private static final long KEEP_MILLIS = 6_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final Backends backends = new Backends();
    private final Commands commands = new Commands(nanos::get);
    private final Directory directory = new Directory(backends, commands, nanos::get);
    private long number;

    private DirectoryNews news(String core, Directory from) {
        return new DirectoryNews(core, ++number, KEEP_MILLIS, false, false, from.own());
    }

    private DirectoryNews news(String core, List<BackendId> itsBackends, Map<String, String> itsCommands) {
        Backends others = new Backends();
        itsBackends.forEach(others::connect);
        Commands of = new Commands();
        itsCommands.forEach((name, help) -> of.add(Map.of(name, metadata(name, help))));
        return news(core, new Directory(others, of, nanos::get));
    }

    private static CommandMetadata metadata(String name, String help) {
        return CommandMetadata.newBuilder().setName(name).setShortHelp(help).setFullHelp(help).build();
    }

    private static BackendId id(String type, String id) {
        return new BackendId(type, id);
    }

    private List<String> listed() {
        return directory.listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsList().stream()
                .map(Backend::getId).toList();
    }

    private Map<String, CommandMetadata> registered() {
        return directory.registered(CommandsRequest.getDefaultInstance()).getCommandsMap();
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void hasTheBackendsOfAllCoresInTheOrderOfTheirBytes() throws IOException {
        backends.connect(id("b", "a"));
        backends.connect(id("a", "b"));
        directory.heard(news("two", List.of(id("a", "😀"), id("a", "b"), id("", "")), Map.of()));
        directory.heard(news("three", List.of(id("a", "\uffee"), id("a", "Z")), Map.of()));

        assertEquals(List.of("://", "a://Z", "a://b", "a://%EF%BF%AE", "a://%F0%9F%98%80", "b://a"), listed());
        assertEquals(2, directory.others());
    }

    @Test
    void hasTheCommandsOfAllCoresAsTheirPluginsTellThem() throws IOException {
        commands.add(Map.of("own", metadata("own", "here")));
        directory.heard(news("two", List.of(), Map.of("help", "helps", "rain", "tells")));

        assertEquals(Map.of("own", metadata("own", "here"), "help", metadata("help", "helps"), "rain",
                metadata("rain", "tells")), registered());
    }

    @Test
    void listsWhatACoreHasToldLastAndNothingOlder() throws IOException {
        DirectoryNews older = news("two", List.of(id("a", "old")), Map.of("old", ""));
        directory.heard(news("two", List.of(id("a", "new")), Map.of("new", "")));
        directory.heard(older);

        assertEquals(List.of("a://new"), listed());
        assertEquals(Set.of("new"), registered().keySet());
    }

    @Test
    void forgetsACoreThatIsSilentAndOneThatSaysGoodbye() throws IOException {
        directory.heard(news("two", List.of(id("a", "two")), Map.of()));
        pass(KEEP_MILLIS - 1);
        directory.heard(news("three", List.of(id("a", "three")), Map.of()));
        assertEquals(List.of("a://three", "a://two"), listed());
        pass(2);
        assertEquals(List.of("a://three"), listed());

        directory.heard(new DirectoryNews("three", ++number, KEEP_MILLIS, false, true, new byte[0]));
        assertEquals(0, directory.others());
        directory.heard(news("three", List.of(id("a", "again")), Map.of()));
        directory.forgetOthers();
        assertEquals(List.of(), listed());
    }

    @Test
    void remembersACoreThatTellsTheSameAgain() throws IOException {
        for (int i = 0; i < 5; i++) {
            directory.heard(news("two", List.of(id("a", "b")), Map.of("rain", "tells")));
            pass(KEEP_MILLIS - 1);
        }
        assertEquals(List.of("a://b"), listed());
        assertEquals(Set.of("rain"), registered().keySet());
    }

    @Test
    void givesACommandToWhoeverHasClaimedItLast() throws IOException {
        commands.add(Map.of("rain", metadata("rain", "first, here")));
        pass(1);
        directory.heard(news("two", List.of(), Map.of("rain", "then on two")));
        assertEquals("then on two", registered().get("rain").getShortHelp());
        pass(1);
        commands.add(Map.of("rain", metadata("rain", "and here again")));
        pass(1);
        directory.heard(news("two", List.of(), Map.of("rain", "then on two", "snow", "too")));
        assertEquals("and here again", registered().get("rain").getShortHelp());
        pass(1);
        directory.heard(news("three", List.of(), Map.of("rain", "last on three")));
        assertEquals("last on three", registered().get("rain").getShortHelp());
        pass(1);
        directory.heard(news("two", List.of(), Map.of("rain", "another plugin on two")));
        assertEquals("another plugin on two", registered().get("rain").getShortHelp());
    }

    @Test
    void tellsCommandsWithoutTheirTextsWhereThoseAreTooLong() throws IOException {
        backends.connect(id("a", "b"));
        String text = "x".repeat(10_000);
        for (int i = 0; i < 200; i++) {
            commands.add(Map.of("command" + i, metadata("command" + i, text)));
        }
        Directory other = new Directory(new Backends(), new Commands(), nanos::get);

        DirectoryNews told = news("one", directory);
        other.heard(told);

        assertTrue(told.body().length < DirectoryNews.MOST_BYTES);
        assertEquals(1, other.listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsCount());
        Map<String, CommandMetadata> there = other.registered(CommandsRequest.getDefaultInstance()).getCommandsMap();
        assertEquals(200, there.size());
        assertEquals(CommandMetadata.newBuilder().setName("command7").build(), there.get("command7"));
    }

    @Test
    void tellsAsMuchAsThereIsRoomForAndNoMore() throws IOException {
        String name = "x".repeat(1_000);
        for (int i = 0; i < 2_000; i++) {
            backends.connect(id("a", "%04d".formatted(i) + "x".repeat(500)));
            commands.add(Map.of(i + name, metadata(i + name, "")));
        }
        Directory other = new Directory(new Backends(), new Commands(), nanos::get);

        DirectoryNews told = news("one", directory);
        other.heard(told);

        assertTrue(told.body().length <= DirectoryNews.MOST_BYTES, () -> told.body().length + " bytes");
        int listed = other.listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsCount();
        assertTrue(listed > 1_000, () -> listed + " backends");
    }

    @Test
    void isBoundedWhateverOthersTell() throws IOException {
        DirectoryNews.Content content = new DirectoryNews.Content(ListBackendsResponse.getDefaultInstance(),
                CommandsResponse.newBuilder().putCommands("long", metadata("x".repeat(500_000), "")).build());
        byte[] half = DirectoryNews.body(content.backends(), content.commands());
        try (LogLines log = new LogLines(Directory.class)) {
            for (int i = 0; i < 100; i++) {
                directory.heard(new DirectoryNews("core" + i, 1, KEEP_MILLIS, false, false, half));
            }
            assertEquals(33, directory.others());
            assertEquals(List.of("What a core has told was dropped: 33 cores have told too much already"), log.all());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"irc", "irc://%FF"})
    void dropsWhatTellsOfABackendThatCanNotBe(String id) throws IOException {
        directory.heard(news("two", List.of(id("a", "b")), Map.of()));
        byte[] body = DirectoryNews.body(ListBackendsResponse.newBuilder()
                .addBackends(Backend.newBuilder().setId(id)).build(), CommandsResponse.getDefaultInstance());

        assertThrows(IOException.class,
                () -> directory.heard(new DirectoryNews("two", ++number, KEEP_MILLIS, false, false, body)));
        assertEquals(List.of("a://b"), listed());
    }

    @Property(tries = 500)
    void dropsWhatIsBroken(@ForAll byte[] bytes, @ForAll int cut) throws IOException {
        byte[] whole = news("two", List.of(id("irc", "libera")), Map.of("rain", "tells")).body();
        byte[] some = Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
        assertThrows(IOException.class,
                () -> directory.heard(new DirectoryNews("two", ++number, KEEP_MILLIS, false, false, some)));
        try {
            directory.heard(new DirectoryNews("three", ++number, KEEP_MILLIS, false, false, bytes));
        } catch (IOException broken) {
            assertEquals(0, directory.others());
        }
    }
}
