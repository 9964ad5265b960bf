package dev.snowbird.seabird.amqp;

import dev.snowbird.log.LogText;

/** Another stream, of this core or of another one, has a name. */
public final class NameTakenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * @param name the command or the backend's canonical id
     */
    public NameTakenException(String name) {
        super("the name is taken: " + LogText.of(name));
        this.name = name;
    }

    /** Returns the command or the backend's canonical id, as it was asked for. */
    public String name() {
        return name;
    }
}
