package dev.snowbird.rendezvous.statistics;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret with which journals hash addresses. Whoever has it and a journal can find out whether an address is in
 * there, so it is never written anywhere.
 */
final class JournalKey {

    private static final String HASH = "HmacSHA3-256";
    private static final int BYTES = 32;
    private static final int NAME_BYTES = 8;
    /** No address has so many bytes. */
    private static final byte[] NAME_OF_A_KEY = "the name of this key of journals".getBytes(StandardCharsets.US_ASCII);
    private static final Comparator<JournalKey> BY_AGE =
            Comparator.<JournalKey, Instant>comparing(key -> key.made).thenComparing(JournalKey::name);

    private final byte[] secret;
    private final Instant made;

    /**
     * @param secret 32 bytes
     * @param made   when its maker made it; less than a millisecond does not count
     * @throws IllegalArgumentException for another number of bytes
     */
    JournalKey(byte[] secret, Instant made) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a key of journals has " + BYTES + " bytes");
        }
        this.secret = secret.clone();
        this.made = Instant.ofEpochMilli(made.toEpochMilli());
    }

    /** Makes one that nobody has. */
    static JournalKey random(Instant now) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new JournalKey(secret, now);
    }

    byte[] secret() {
        return secret.clone();
    }

    Instant made() {
        return made;
    }

    /** Returns what tells it from other keys, and tells nothing else of it. */
    String name() {
        return HexFormat.of().formatHex(Arrays.copyOf(hash().doFinal(NAME_OF_A_KEY), NAME_BYTES));
    }

    /** Tells which of two keys all nodes take; of equal age, all say the same of them. */
    boolean isOlderThan(JournalKey other) {
        return BY_AGE.compare(this, other) < 0;
    }

    /** Makes what hashes with it. Not thread-safe. */
    Mac hash() {
        try {
            Mac hash = Mac.getInstance(HASH);
            hash.init(new SecretKeySpec(secret, HASH));
            return hash;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java from 16 on has " + HASH, impossible);
        }
    }

    /** Says which it is, and not what it is. */
    @Override
    public String toString() {
        return "key " + name();
    }
}
