package dev.snowbird.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Counts the messages that a client of AMQP 0-9-1 publishes, in the bytes that it sends. */
final class PublishedFrames {

    /** What a client begins with. */
    private static final int GREETING = 8;
    private static final int FRAME_HEAD = 7;
    private static final int METHOD = 1;
    /** Class 60, method 40, at the beginning of a method frame. */
    private static final int BASIC_PUBLISH = 60 << 16 | 40;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean greeted;
    /** Of the frame that is under way; its last byte is the mark of its end. */
    private int left;
    private int found;

    /** Takes what comes next, and returns how many messages begin with it. */
    int take(byte[] bytes, int count) {
        found = 0;
        for (int i = 0; i < count; i++) {
            take(bytes[i]);
        }
        return found;
    }

    private void take(byte one) {
        int wanted = !greeted ? GREETING : FRAME_HEAD + Integer.BYTES;
        if (left > 0) {
            left--;
            return;
        }
        head.write(one);
        if (greeted && head.size() == FRAME_HEAD) {
            ByteBuffer frame = ByteBuffer.wrap(head.toByteArray());
            if (frame.get(0) != METHOD) {
                left = frame.getInt(3) + 1;
                head.reset();
            }
        } else if (head.size() == wanted) {
            ByteBuffer frame = ByteBuffer.wrap(head.toByteArray());
            if (greeted) {
                left = frame.getInt(3) + 1 - Integer.BYTES;
                found += frame.getInt(FRAME_HEAD) == BASIC_PUBLISH ? 1 : 0;
            }
            greeted = true;
            head.reset();
        }
    }
}
