package dev.snowbird.seabird.chat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsResponse;
import io.coded.seabird.seabird.ListBackendsResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a core tells the others of itself.
 *
 * @param core       names the core for as long as it runs
 * @param number     grows with everything that it tells
 * @param keepMillis for how long it is to be remembered
 * @param asks       whether the others are to tell of themselves, since this one has just come
 * @param leaves     whether it has nothing any more, and goes
 * @param body       its backends and commands: a {@code ListBackendsResponse} and a {@code CommandsResponse}, each with
 *                   its length before it; never changed
 */
public record DirectoryNews(String core, long number, long keepMillis, boolean asks, boolean leaves, byte[] body) {

    /** Nobody tells, or listens to, more than this many bytes. */
    public static final int MOST_BYTES = 1024 * 1024;
    /** What the lengths of the two messages take, at most. */
    private static final int LENGTHS = 2 * 5;
    /** What a backend takes in a list beside its own bytes, at most. */
    private static final int OVERHEAD = 1 + 5;

    /**
     * Puts together what a core has. Where it would be too long the commands are told without their texts, and those
     * that are still too many not at all.
     *
     * @param backends of the core
     * @param commands of its plugins
     * @return the body
     */
    static byte[] body(ListBackendsResponse backends, CommandsResponse commands) {
        if (backends.getSerializedSize() + commands.getSerializedSize() > MOST_BYTES - LENGTHS) {
            return shortened(backends, commands);
        }
        return delimited(backends, commands);
    }

    private static byte[] shortened(ListBackendsResponse backends, CommandsResponse commands) {
        int left = MOST_BYTES - LENGTHS;
        ListBackendsResponse.Builder someBackends = ListBackendsResponse.newBuilder();
        for (int i = 0; i < backends.getBackendsCount() && left > 0; i++) {
            left -= backends.getBackends(i).getSerializedSize() + OVERHEAD;
            if (left >= 0) {
                someBackends.addBackends(backends.getBackends(i));
            }
        }
        CommandsResponse.Builder someCommands = CommandsResponse.newBuilder();
        for (String name : commands.getCommandsMap().keySet()) {
            CommandMetadata bare = CommandMetadata.newBuilder()
                    .setName(commands.getCommandsOrThrow(name).getName()).build();
            left -= CommandsResponse.newBuilder().putCommands(name, bare).build().getSerializedSize();
            if (left < 0) {
                break;
            }
            someCommands.putCommands(name, bare);
        }
        return delimited(someBackends.build(), someCommands.build());
    }

    private static byte[] delimited(MessageLite first, MessageLite second) {
        try (ByteString.Output bytes = ByteString.newOutput()) {
            first.writeDelimitedTo(bytes);
            second.writeDelimitedTo(bytes);
            return bytes.toByteString().toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in a body. */
    record Content(ListBackendsResponse backends, CommandsResponse commands) {
    }

    /**
     * Reads the body.
     *
     * @throws IOException when it is no proper one
     */
    Content content() throws IOException {
        CodedInputStream bytes = CodedInputStream.newInstance(body);
        ListBackendsResponse backends =
                bytes.readMessage(ListBackendsResponse.parser(), ExtensionRegistryLite.getEmptyRegistry());
        CommandsResponse commands =
                bytes.readMessage(CommandsResponse.parser(), ExtensionRegistryLite.getEmptyRegistry());
        if (!bytes.isAtEnd()) {
            throw new InvalidProtocolBufferException("something else than two messages");
        }
        return new Content(backends, commands);
    }
}
