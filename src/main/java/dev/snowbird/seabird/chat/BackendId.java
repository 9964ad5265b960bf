package dev.snowbird.seabird.chat;

import io.coded.seabird.common.Backend;
import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.charset.CharacterCodingException;
import java.util.Comparator;

/**
 * The name of a backend: what kind of chat, and which one (Seabird contract, section 3). Names are ordered by the
 * bytes of their type and then of their id.
 *
 * @param type the kind of chat, unescaped
 * @param id   which one, unescaped
 */
public record BackendId(String type, String id) implements Comparable<BackendId> {

    static final String SEPARATOR = "://";

    private static final int MAX_LENGTH = 1024;
    private static final Comparator<BackendId> BYTEWISE = Comparator.comparing(BackendId::type, Utf8Order.INSTANCE)
            .thenComparing(BackendId::id, Utf8Order.INSTANCE);

    /**
     * Reads a name as clients write it, escaped or not.
     *
     * @param text  the type, {@code ://} and the id; either may be empty
     * @param field the field of the request that it stands in
     * @return the name
     * @throws StatusException with INVALID_ARGUMENT that names the field, if it is no such text
     */
    public static BackendId parse(String text, String field) throws StatusException {
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            throw unreadable(field);
        }
        return unescaped(text.substring(0, separator), text.substring(separator + SEPARATOR.length()), field);
    }

    static BackendId unescaped(String type, String id, String field) throws StatusException {
        return new BackendId(unescape(type, field), unescape(id, field));
    }

    static String unescape(String part, String field) throws StatusException {
        try {
            return Escapes.unescape(part);
        } catch (CharacterCodingException notText) {
            throw unreadable(field);
        }
    }

    static StatusException unreadable(String field) {
        return Status.INVALID_ARGUMENT.withDescription("failed to parse " + field).asException();
    }

    /**
     * Tells whether a backend of this name may connect: its canonical form has at most 1,024 characters. Core writes
     * the name into every id that the backend sends and into AMQP headers, where a longer one would make much of
     * little, or not fit. No request to a longer name can find its backend.
     */
    public boolean isConnectable() {
        return toString().length() <= MAX_LENGTH;
    }

    /**
     * Makes an id of this backend known to everybody else.
     *
     * @param relative what the backend calls a channel or a user
     * @return the canonical full id
     */
    public String absolute(String relative) {
        return this + "/" + Escapes.escape(relative);
    }

    /** Returns the backend as answers show it: the canonical id, and the type as it is. */
    public Backend toMessage() {
        return Backend.newBuilder().setId(toString()).setType(type).build();
    }

    @Override
    public int compareTo(BackendId other) {
        return BYTEWISE.compare(this, other);
    }

    /** The canonical form, in which equal names are equal texts. */
    @Override
    public String toString() {
        return Escapes.escape(type) + SEPARATOR + Escapes.escape(id);
    }
}
