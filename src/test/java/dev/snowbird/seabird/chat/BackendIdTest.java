package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coded.seabird.common.Backend;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendIdTest implements IdTexts {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "irc://libera | irc | libera | irc://libera",
        "irc://my-net | irc | my-net | irc://my%2Dnet",
        "irc://my%2Dnet | irc | my-net | irc://my%2Dnet",
        "irc://my%2dnet | irc | my-net | irc://my%2Dnet",
        "a%3A%2F%2Fb://c | a://b | c | a%3A%2F%2Fb://c",
        "a://b://c | a | b://c | a://b%3A%2F%2Fc",
        "a://b/c/d | a | b/c/d | a://b%2Fc%2Fd",
        ":// | '' | '' | ://",
        "a:// | a | '' | a://",
        "://b | '' | b | ://b",
        "a://100%25 | a | 100% | a://100%25",
        "a://100% | a | 100% | a://100%25",
        "a://%4 | a | %4 | a://%254",
        "a://%zz%4g%g4 | a | %zz%4g%g4 | a://%25zz%254g%25g4",
        "a://%%41 | a | %A | a://%25A",
        "a://b+c | a | b+c | a://b%2Bc",
        "a://-_.~/# | a | -_.~/# | a://%2D%5F%2E%7E%2F%23",
        "'a:// ' | a | ' ' | a://%20",
        "a://ä | a | ä | a://%C3%A4",
        "a://%c3%a4 | a | ä | a://%C3%A4",
        "a://%F0%9F%98%80 | a | 😀 | a://%F0%9F%98%80",
        "A0z9://x | A0z9 | x | A0z9://x",
    })
    void readsEscapedAndUnescapedNames(String text, String type, String id, String canonical) throws StatusException {
        BackendId parsed = BackendId.parse(text, "backend_id");

        assertEquals(new BackendId(type, id), parsed);
        assertEquals(canonical, parsed.toString());
        assertEquals(canonical, BackendId.parse(canonical, "backend_id").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "irc", "irc:/libera", "irc:libera", "irc%3A//libera", "a://%FF", "%C3://b", "a://%C3x",
        "a://%ED%A0%80", "a://%C0%80", "a://\ud800"})
    void refusesWhatIsNoName(String text) {
        assertRefused("INVALID_ARGUMENT: failed to parse backend_id", () -> BackendId.parse(text, "backend_id"));
    }

    @Test
    void makesIdsAbsolute() {
        assertEquals("irc://my%2Dnet/%23chan%2Fa%20b", new BackendId("irc", "my-net").absolute("#chan/a b"));
        assertEquals("irc://x/", new BackendId("irc", "x").absolute(""));
    }

    @Test
    void showsItsTypeUnescaped() {
        assertEquals(Backend.newBuilder().setId("my%2Dtype://my%2Did").setType("my-type").build(),
                new BackendId("my-type", "my-id").toMessage());
    }

    @Test
    void isConnectableUpToALength() {
        assertTrue(new BackendId("", "").isConnectable());
        assertTrue(new BackendId("a", "b".repeat(1020)).isConnectable());
        assertFalse(new BackendId("a", "b".repeat(1021)).isConnectable());
        assertFalse(new BackendId("-".repeat(341), "").isConnectable());
    }

    @Property(tries = 1000)
    void readsBackWhatItWrites(@ForAll("parts") String type, @ForAll("parts") String id) throws StatusException {
        BackendId name = new BackendId(type, id);
        assertEquals(name, BackendId.parse(name.toString(), "backend_id"));
        assertTrue(name.toString().matches("([A-Za-z0-9]|%[0-9A-F]{2})*://([A-Za-z0-9]|%[0-9A-F]{2})*"));
    }

    @Property(tries = 1000)
    void isOrderedByUnsignedBytes(@ForAll("parts") String one, @ForAll("parts") String other) {
        int bytewise = Integer.signum(Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
        assertEquals(bytewise, order(new BackendId(one, ""), new BackendId(other, "")));
        assertEquals(bytewise, order(new BackendId("a", one), new BackendId("a", other)));
        assertEquals(-1, order(new BackendId("a", one), new BackendId("b", other)));
    }

    private static int order(BackendId one, BackendId other) {
        return Integer.signum(one.compareTo(other));
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("hostile") String text) throws StatusException {
        IdTexts.assertSurvived(text, "backend_id", BackendId::parse);
    }
}
