package dev.snowbird.start;

import java.io.Console;

/** Whether somebody looks on. */
public final class Terminal {

    private Terminal() {
    }

    /** Says whether standard input and output are a terminal. */
    public static boolean isAttached() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Since Java 22 there is a console without a terminal, too, which then says so. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }
}
