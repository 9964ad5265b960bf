package dev.snowbird.seabird.chat;

import io.grpc.StatusException;

/**
 * The id of a channel or a user, anywhere (Seabird contract, section 3).
 *
 * @param backend  the backend that has it
 * @param relative what that backend calls it, unescaped
 */
public record FullId(BackendId backend, String relative) {

    /**
     * Reads an id as clients write it, escaped or not.
     *
     * @param text  a backend's name, a slash and the relative id; any part may be empty, and the last may have slashes
     * @param field the field of the request that it stands in
     * @return the id
     * @throws StatusException with INVALID_ARGUMENT that names the field, if it is no such text
     */
    public static FullId parse(String text, String field) throws StatusException {
        int separator = text.indexOf(BackendId.SEPARATOR);
        int id = separator + BackendId.SEPARATOR.length();
        int slash = separator < 0 ? -1 : text.indexOf('/', id);
        if (slash < 0) {
            throw BackendId.unreadable(field);
        }
        return new FullId(BackendId.unescaped(text.substring(0, separator), text.substring(id, slash), field),
                BackendId.unescape(text.substring(slash + 1), field));
    }

    /** The canonical form, in which equal ids are equal texts. */
    @Override
    public String toString() {
        return backend.absolute(relative);
    }
}
