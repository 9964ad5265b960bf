package dev.snowbird.seabird.api;

import java.util.Optional;

/**
 * Whose a token is.
 *
 * @param name   the user
 * @param filter which events plugins with this token get, if they do not say so themselves; none for all
 */
public record TokenUser(String name, Optional<String> filter) {
}
