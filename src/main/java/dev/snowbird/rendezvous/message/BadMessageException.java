package dev.snowbird.rendezvous.message;

/**
 * A message from a proxy or a client breaks a rule of the Snowflake contract.
 *
 * <p>Its text is the one that the contract gives for the broken rule, and never holds anything that the peer sent, so
 * it can be logged and sent back.
 */
public final class BadMessageException extends IllegalArgumentException {

    /**
     * Names the broken rule.
     *
     * @param rule the contract's text for it
     */
    public BadMessageException(String rule) {
        super(rule);
    }
}
