package dev.snowbird.seabird.chat;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.ContainerBlock;
import io.coded.seabird.common.ListBlock;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The blocks of one message, and how many bytes of plain text they may still make (Seabird contract, section 4). */
final class BlockTree {

    /**
     * The levels of blocks that fit into an event, where protobuf's limit of 100 nested messages is. A caller's request
     * has room for one more, but an event with that could be read by no plugin, and would end the streams of all.
     */
    private static final int MAX_LEVELS = 49;
    private static final OneofDescriptor KINDS = Block.getDescriptor().getOneofs().get(0);

    private final SizeLimit limit;
    private long bytesLeft;

    BlockTree(SizeLimit limit) {
        this.limit = limit;
        this.bytesLeft = limit.bytes();
    }

    /**
     * Gives a block, and all blocks inside, its plain text.
     *
     * @param block the block
     * @param level how deep it is; the root is at 1
     */
    Block normalise(Block block, int level) throws StatusException {
        if (level > MAX_LEVELS) {
            throw Status.INTERNAL.withDescription("failed to decode Protobuf message: recursion limit reached")
                    .asException();
        }
        return switch (block.getInnerCase()) {
            case TEXT -> saying(block.getText().getText(), block.toBuilder());
            case INLINE_CODE -> saying(block.getInlineCode().getText(), block.toBuilder());
            case FENCED_CODE -> saying(block.getFencedCode().getText(), block.toBuilder());
            case TIMESTAMP -> saying(Long.toString(block.getTimestamp().getInner().getSeconds()), block.toBuilder());
            case ITALICS, BOLD, UNDERLINE, STRIKETHROUGH, SPOILER, BLOCKQUOTE, HEADING, LINK -> around(block, level);
            case LIST -> {
                List<Block> items = normalise(block.getList().getInnerList(), level + 1);
                yield saying(joined(items, ", "), block.toBuilder().setList(ListBlock.newBuilder().addAllInner(items)));
            }
            case CONTAINER -> {
                List<Block> parts = normalise(block.getContainer().getInnerList(), level + 1);
                yield saying(joined(parts, ""),
                        block.toBuilder().setContainer(ContainerBlock.newBuilder().addAllInner(parts)));
            }
            case INNER_NOT_SET -> throw invalid("unknown block type");
        };
    }

    /** Normalises any of the kinds that have exactly one block inside; they differ in their names only. */
    private Block around(Block block, int level) throws StatusException {
        FieldDescriptor kind = block.getOneofFieldDescriptor(KINDS);
        Message wrapper = (Message) block.getField(kind);
        FieldDescriptor inner = kind.getMessageType().findFieldByName("inner");
        if (!wrapper.hasField(inner)) {
            throw invalid(kind.getName() + " block missing inner block");
        }
        Block normalised = normalise((Block) wrapper.getField(inner), level + 1);
        String plain = block.hasLink() ? LinkText.of(normalised.getPlain(), block.getLink().getUrl())
                : normalised.getPlain();
        return saying(plain, block.toBuilder().setField(kind, wrapper.toBuilder().setField(inner, normalised).build()));
    }

    private List<Block> normalise(List<Block> blocks, int level) throws StatusException {
        List<Block> normalised = new ArrayList<>(blocks.size());
        for (Block block : blocks) {
            normalised.add(normalise(block, level));
        }
        return normalised;
    }

    private static String joined(List<Block> blocks, String separator) {
        return blocks.stream().map(Block::getPlain).collect(Collectors.joining(separator));
    }

    private Block saying(String plain, Block.Builder block) throws StatusException {
        bytesLeft -= CodedOutputStream.computeStringSizeNoTag(plain);
        if (bytesLeft < 0) {
            throw limit.exceeded().asException();
        }
        return block.setPlain(plain).build();
    }

    private static StatusException invalid(String reason) {
        return Status.INVALID_ARGUMENT.withDescription(reason).asException();
    }
}
