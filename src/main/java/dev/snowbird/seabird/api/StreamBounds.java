package dev.snowbird.seabird.api;

/**
 * How far the receiver of a stream may fall behind.
 *
 * @param messages how many messages may wait for it
 * @param bytes    how many bytes those may have in all
 */
record StreamBounds(int messages, long bytes) {

    /** Says whether another message may wait. One alone may, however long it is. */
    boolean allow(int waiting, long waitingBytes, byte[] another) {
        return waiting == 0 || waiting < messages && waitingBytes + another.length <= bytes;
    }
}
