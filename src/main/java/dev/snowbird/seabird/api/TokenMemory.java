package dev.snowbird.seabird.api;

import java.util.Optional;

/**
 * Whose the tokens are that were looked up lately: a token that is revoked is refused within a second everywhere
 * (Seabird contract, section 2). Asking it waits for nothing.
 */
interface TokenMemory {

    /** Returns whose a token is, if that is remembered and still so. */
    Optional<TokenUser> recall(String token);

    /** Begins a look-up; called before the database is read. */
    LookUp begin();

    /** A look-up that has begun. */
    @FunctionalInterface
    interface LookUp {

        /** Remembers what it has found. */
        void found(String token, TokenUser user);
    }
}
