package dev.snowbird.seabird.chat;

import com.google.protobuf.Timestamp;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.BlockquoteBlock;
import io.coded.seabird.common.BoldBlock;
import io.coded.seabird.common.ContainerBlock;
import io.coded.seabird.common.FencedCodeBlock;
import io.coded.seabird.common.HeadingBlock;
import io.coded.seabird.common.InlineCodeBlock;
import io.coded.seabird.common.ItalicsBlock;
import io.coded.seabird.common.LinkBlock;
import io.coded.seabird.common.ListBlock;
import io.coded.seabird.common.SpoilerBlock;
import io.coded.seabird.common.StrikethroughBlock;
import io.coded.seabird.common.TextBlock;
import io.coded.seabird.common.TimestampBlock;
import io.coded.seabird.common.UnderlineBlock;
import java.util.List;

/** Blocks as peers send them: each claims a plain text that isn't true. */
final class Samples {

    private Samples() {
    }

    static Block text(String text) {
        return block().setText(TextBlock.newBuilder().setText(text)).build();
    }

    static Block inlineCode(String text) {
        return block().setInlineCode(InlineCodeBlock.newBuilder().setText(text)).build();
    }

    static Block fencedCode(String info, String text) {
        return block().setFencedCode(FencedCodeBlock.newBuilder().setInfo(info).setText(text)).build();
    }

    static Block timestamp(long seconds, int nanos) {
        return block().setTimestamp(TimestampBlock.newBuilder()
                .setInner(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))).build();
    }

    static Block bold(Block inner) {
        return block().setBold(BoldBlock.newBuilder().setInner(inner)).build();
    }

    static Block link(String url, Block inner) {
        return block().setLink(LinkBlock.newBuilder().setUrl(url).setInner(inner)).build();
    }

    static Block list(Block... items) {
        return block().setList(ListBlock.newBuilder().addAllInner(List.of(items))).build();
    }

    static Block container(Block... parts) {
        return block().setContainer(ContainerBlock.newBuilder().addAllInner(List.of(parts))).build();
    }

    /** One block of each kind with exactly one block inside, but links. */
    static List<Block> around(Block inner) {
        return List.of(
                block().setItalics(ItalicsBlock.newBuilder().setInner(inner)).build(),
                bold(inner),
                block().setUnderline(UnderlineBlock.newBuilder().setInner(inner)).build(),
                block().setStrikethrough(StrikethroughBlock.newBuilder().setInner(inner)).build(),
                block().setSpoiler(SpoilerBlock.newBuilder().setInner(inner)).build(),
                block().setBlockquote(BlockquoteBlock.newBuilder().setInner(inner)).build(),
                block().setHeading(HeadingBlock.newBuilder().setLevel(2).setInner(inner)).build());
    }

    static Block nested(int levels, Block innermost) {
        Block block = innermost;
        for (int level = 1; level < levels; level++) {
            block = bold(block);
        }
        return block;
    }

    static Block.Builder block() {
        return Block.newBuilder().setPlain("not what it says");
    }
}
