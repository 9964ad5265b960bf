package dev.snowbird.seabird.chat;

import io.coded.seabird.common.Block;
import io.coded.seabird.common.TextBlock;
import io.grpc.StatusException;

/** Brings the two forms of a message's text together (Seabird contract, section 4). */
public final class Blocks {

    private final SizeLimit limit;

    /**
     * @param limit the most bytes that the plain texts of all blocks of one message may take together. Each block
     *     repeats the text of the blocks inside, so a small message of many levels could make a very large one.
     */
    public Blocks(SizeLimit limit) {
        this.limit = limit;
    }

    /**
     * Makes each form of a text say the same.
     *
     * @param text      the plain text; counts only without blocks
     * @param hasBlocks whether blocks were given
     * @param root      the blocks, if so; what they say of their plain text doesn't count
     * @return both forms
     * @throws StatusException with INVALID_ARGUMENT for the first block in depth-first order that isn't complete,
     *     RESOURCE_EXHAUSTED if the plain texts take too many bytes, or INTERNAL if there are too many levels
     */
    public FormattedText normalise(String text, boolean hasBlocks, Block root) throws StatusException {
        Block given = hasBlocks ? root : Block.newBuilder().setText(TextBlock.newBuilder().setText(text)).build();
        Block normalised = new BlockTree(limit).normalise(given, 1);
        return new FormattedText(normalised.getPlain(), normalised, hasBlocks ? "blocks" : "text");
    }
}
