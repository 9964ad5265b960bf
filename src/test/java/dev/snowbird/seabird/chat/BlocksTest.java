package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static dev.snowbird.seabird.chat.Samples.block;
import static dev.snowbird.seabird.chat.Samples.bold;
import static dev.snowbird.seabird.chat.Samples.container;
import static dev.snowbird.seabird.chat.Samples.fencedCode;
import static dev.snowbird.seabird.chat.Samples.inlineCode;
import static dev.snowbird.seabird.chat.Samples.link;
import static dev.snowbird.seabird.chat.Samples.list;
import static dev.snowbird.seabird.chat.Samples.nested;
import static dev.snowbird.seabird.chat.Samples.text;
import static dev.snowbird.seabird.chat.Samples.timestamp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.common.Block;
import io.coded.seabird.common.BlockquoteBlock;
import io.coded.seabird.common.BoldBlock;
import io.coded.seabird.common.HeadingBlock;
import io.coded.seabird.common.ItalicsBlock;
import io.coded.seabird.common.LinkBlock;
import io.coded.seabird.common.SpoilerBlock;
import io.coded.seabird.common.StrikethroughBlock;
import io.coded.seabird.common.TextBlock;
import io.coded.seabird.common.TimestampBlock;
import io.coded.seabird.common.UnderlineBlock;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SendMessageEvent;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.StatusException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {

    private static final int MAX_BYTES = 64 * 1024;

    private static final String TOO_LARGE = "RESOURCE_EXHAUSTED: message too large: it may have " + MAX_BYTES
            + " bytes, and an event has its text three times";

    private final Blocks blocks = new Blocks(new SizeLimit(MAX_BYTES));

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", " not trimmed\n", "ä😀"})
    void putsAPlainTextIntoABlock(String text) throws StatusException {
        Block root = Block.newBuilder().setPlain(text).setText(TextBlock.newBuilder().setText(text)).build();
        assertEquals(new FormattedText(text, root, "text"), blocks.normalise(text, false, Block.getDefaultInstance()));
    }

    @Test
    void disregardsThePlainTextBesideBlocks() throws StatusException {
        Block root = Block.newBuilder().setPlain("block").setText(TextBlock.newBuilder().setText("block")).build();
        assertEquals(new FormattedText("block", root, "blocks"), blocks.normalise("ignored", true, text("block")));
    }

    @ParameterizedTest
    @MethodSource
    void saysInPlainText(String plain, Block block) throws StatusException {
        FormattedText normalised = blocks.normalise("ignored", true, block);

        assertEquals(plain, normalised.text());
        assertEquals(block.getInnerCase(), normalised.root().getInnerCase());
    }

    static Stream<Arguments> saysInPlainText() {
        return Stream.concat(
                Samples.around(list(text("a"), inlineCode("b"))).stream().map(block -> Arguments.of("a, b", block)),
                Stream.of(
                        Arguments.of("a", text("a")),
                        Arguments.of("a", inlineCode("a")),
                        Arguments.of("a", fencedCode("java", "a")),
                        Arguments.of("1700000000", timestamp(1_700_000_000, 999_999_999)),
                        Arguments.of("-5", timestamp(-5, 0)),
                        Arguments.of("-9223372036854775808", timestamp(Long.MIN_VALUE, 0)),
                        Arguments.of("0", block().setTimestamp(TimestampBlock.getDefaultInstance()).build()),
                        Arguments.of("", list()),
                        Arguments.of("a", list(text("a"))),
                        Arguments.of("a, , b", list(text("a"), text(""), text("b"))),
                        Arguments.of("", container()),
                        Arguments.of("ab", container(text("a"), text(""), text("b"))),
                        Arguments.of("say a, b (u)!", container(text("say "),
                                link("u", bold(list(text("a"), text("b")))), text("!")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "example | https://example.com | example (https://example.com)",
        "'' | https://example.com | https://example.com",
        "https://example.com | https://example.com | https://example.com",
        "example.com | https://example.com | https://example.com",
        "example.com | http://example.com | http://example.com",
        "a@example.com | mailto:a@example.com | mailto:a@example.com",
        "https://example.com | example.com | https://example.com (example.com)",
        "https://example.com | https://example.com/ | https://example.com (https://example.com/)",
        "example.com | ftp://example.com | example.com (ftp://example.com)",
        "example.com | HTTPS://example.com | example.com (HTTPS://example.com)",
        "http://example.com | https://http://example.com | https://http://example.com",
        "a | '' | a ()",
        "'' | '' | ''",
    })
    void saysOfALinkWhatItShowsAndWhereItLeads(String label, String url, String plain) throws StatusException {
        assertEquals(plain, blocks.normalise("", true, link(url, text(label))).text());
    }

    @Test
    void correctsThePlainTextOfEveryLevel() throws StatusException {
        Block normalised = blocks.normalise("", true, bold(link("u", text("a")))).root();

        assertEquals("a (u)", normalised.getPlain());
        assertEquals("a (u)", normalised.getBold().getInner().getPlain());
        assertEquals("a", normalised.getBold().getInner().getLink().getInner().getPlain());
    }

    @Test
    void keepsEverythingButPlainText() throws StatusException {
        Block given = Block.newBuilder().setHeading(HeadingBlock.newBuilder().setLevel(3).setInner(
                Block.newBuilder().setFencedCode(fencedCode("java", "a").getFencedCode()))).build();
        Block normalised = blocks.normalise("", true, given).root();

        assertEquals(3, normalised.getHeading().getLevel());
        assertEquals("java", normalised.getHeading().getInner().getFencedCode().getInfo());
    }

    @ParameterizedTest
    @MethodSource
    void refusesTheFirstIncompleteBlock(String reason, Block block) {
        assertRefused("INVALID_ARGUMENT: " + reason, () -> blocks.normalise("a", true, block));
    }

    static Stream<Arguments> refusesTheFirstIncompleteBlock() {
        Block nothing = Block.getDefaultInstance();
        Block noBold = block().setBold(BoldBlock.getDefaultInstance()).build();
        Block noLink = block().setLink(LinkBlock.newBuilder().setUrl("u")).build();
        return Stream.concat(
                Samples.around(nothing).stream().map(block -> Arguments.of("unknown block type", block)),
                Stream.of(
                        Arguments.of("unknown block type", nothing),
                        Arguments.of("unknown block type", block().build()),
                        Arguments.of("unknown block type", link("u", nothing)),
                        Arguments.of("italics block missing inner block",
                                block().setItalics(ItalicsBlock.getDefaultInstance()).build()),
                        Arguments.of("bold block missing inner block", noBold),
                        Arguments.of("underline block missing inner block",
                                block().setUnderline(UnderlineBlock.getDefaultInstance()).build()),
                        Arguments.of("strikethrough block missing inner block",
                                block().setStrikethrough(StrikethroughBlock.getDefaultInstance()).build()),
                        Arguments.of("spoiler block missing inner block",
                                block().setSpoiler(SpoilerBlock.getDefaultInstance()).build()),
                        Arguments.of("blockquote block missing inner block",
                                block().setBlockquote(BlockquoteBlock.getDefaultInstance()).build()),
                        Arguments.of("heading block missing inner block",
                                block().setHeading(HeadingBlock.newBuilder().setLevel(1)).build()),
                        Arguments.of("link block missing inner block", noLink),
                        Arguments.of("bold block missing inner block", list(text("a"), bold(noBold), noLink)),
                        Arguments.of("link block missing inner block", container(list(noLink), nothing, noBold)),
                        Arguments.of("unknown block type", container(list(nothing), noBold))));
    }

    @Test
    void boundsTheTextThatAllLevelsMakeTogether() throws StatusException {
        String tenth = "x".repeat(MAX_BYTES / 10);
        assertEquals(tenth, blocks.normalise("", true, nested(9, text(tenth))).text());
        assertRefused(TOO_LARGE,
                () -> blocks.normalise("", true, nested(11, text(tenth))));
    }

    @Test
    void countsBytesAndNotLetters() {
        assertRefused(TOO_LARGE,
                () -> blocks.normalise("ä".repeat(MAX_BYTES / 2), false, Block.getDefaultInstance()));
    }

    @Test
    void boundsTheCommasOfAListOfNothing() {
        Block[] empty = Collections.nCopies(MAX_BYTES, text("")).toArray(Block[]::new);
        assertRefused(TOO_LARGE, () -> blocks.normalise("", true, list(empty)));
    }

    @Test
    void takesAsManyLevelsAsAnEventCanCarry() throws Exception {
        Block deepest = SendMessageRequest.parseFrom(SendMessageRequest.newBuilder()
                .setRootBlock(nested(49, text("a"))).build().toByteArray()).getRootBlock();
        Event event = Event.newBuilder().setSendMessage(SendMessageEvent.newBuilder()
                .setRootBlock(blocks.normalise("", true, deepest).root())).build();
        assertEquals(event, Event.parseFrom(event.toByteArray()));

        Block tooDeep = SendMessageRequest.parseFrom(SendMessageRequest.newBuilder()
                .setRootBlock(nested(50, text("a"))).build().toByteArray()).getRootBlock();
        assertRefused("INTERNAL: failed to decode Protobuf message: recursion limit reached",
                () -> blocks.normalise("", true, tooDeep));
    }

    @Test
    void putsItsOwnTagInPlaceOfTheSenders() throws StatusException {
        FormattedText plain = blocks.normalise("a", false, Block.getDefaultInstance());
        FormattedText formatted = blocks.normalise("", true, text("a"));

        assertEquals(Map.of("core/original-format", "text"), plain.tags(Map.of()));
        assertEquals(Map.of("k", "v", "core/original-format", "blocks"),
                formatted.tags(Map.of("k", "v", "core/original-format", "mine")));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void changesNothingTheSecondTime(@ForAll("trees") Block tree) throws StatusException {
        FormattedText once = blocks.normalise("ignored", true, tree);

        assertEquals(once, blocks.normalise("ignored", true, once.root()));
        assertEquals(once.text(), once.root().getPlain());
        assertEquals("blocks", once.format());
    }

    @Provide
    Arbitrary<Block> trees() {
        Arbitrary<Block> leaves = Arbitraries.oneOf(
                Arbitraries.strings().alpha().ofMaxLength(5).map(Samples::text),
                Arbitraries.strings().numeric().ofMaxLength(5).map(Samples::inlineCode),
                Arbitraries.strings().alpha().ofMaxLength(5).map(text -> fencedCode("info", text)),
                Arbitraries.longs().map(seconds -> timestamp(seconds, 0)));
        return Arbitraries.recursive(() -> leaves, BlocksTest::grown, 0, 4);
    }

    private static Arbitrary<Block> grown(Arbitrary<Block> inner) {
        Arbitrary<List<Block>> several = inner.list().ofMaxSize(3);
        return Arbitraries.oneOf(
                inner.flatMap(block -> Arbitraries.of(Samples.around(block))),
                inner.map(block -> link("https://a", block)),
                several.map(blocks -> list(blocks.toArray(Block[]::new))),
                several.map(blocks -> container(blocks.toArray(Block[]::new))));
    }
}
