package dev.snowbird;

/** The program's entry point. */
public final class Snowbird {

    private Snowbird() {
    }

    /** Starts the command that the arguments name. */
    public static void main(String[] args) {
    }
}
