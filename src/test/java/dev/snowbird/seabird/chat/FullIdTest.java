package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FullIdTest implements IdTexts {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "irc://my-net/#chan | irc | my-net | #chan | irc://my%2Dnet/%23chan",
        "irc://my%2Dnet/%23chan | irc | my-net | #chan | irc://my%2Dnet/%23chan",
        "a://b/c/d//e | a | b | c/d//e | a://b/c%2Fd%2F%2Fe",
        "a://b%2Fc/d | a | b/c | d | a://b%2Fc/d",
        "a:///d | a | '' | d | a:///d",
        ":/// | '' | '' | '' | :///",
        "a/b://c/d | a/b | c | d | a%2Fb://c/d",
        "a://b://c | a | b: | /c | a://b%3A/%2Fc",
        "a://b/ | a | b | '' | a://b/",
        "a://b/% | a | b | % | a://b/%25",
    })
    void readsEscapedAndUnescapedIds(String text, String type, String id, String relative, String canonical)
            throws StatusException {
        FullId parsed = FullId.parse(text, "channel_id");

        assertEquals(new FullId(new BackendId(type, id), relative), parsed);
        assertEquals(canonical, parsed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a://b", "a://", "a/b/c", "a:/b/c", "a%3A//b/c", "%FF://b/c", "a://%FF/c",
        "a://b/%FF", "a://%C3/%A4"})
    void refusesWhatIsNoIdAndNamesTheField(String text) {
        assertRefused("INVALID_ARGUMENT: failed to parse channel_id", () -> FullId.parse(text, "channel_id"));
        assertRefused("INVALID_ARGUMENT: failed to parse user_id", () -> FullId.parse(text, "user_id"));
    }

    @Property(tries = 1000)
    void readsBackWhatItWrites(@ForAll("parts") String type, @ForAll("parts") String id,
            @ForAll("parts") String relative) throws StatusException {
        FullId whole = new FullId(new BackendId(type, id), relative);
        assertEquals(whole, FullId.parse(whole.toString(), "user_id"));
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("hostile") String text) throws StatusException {
        IdTexts.assertSurvived(text, "user_id", FullId::parse);
    }
}
