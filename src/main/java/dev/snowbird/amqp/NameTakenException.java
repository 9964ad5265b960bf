package dev.snowbird.amqp;

import dev.snowbird.log.LogText;

/** Somebody else, here or elsewhere at the broker, has a name. */
public final class NameTakenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * @param name the name
     */
    public NameTakenException(String name) {
        super("the name is taken: " + LogText.of(name));
        this.name = name;
    }

    /** Returns the name, as it was asked for. */
    public String name() {
        return name;
    }
}
