package dev.snowbird.start;

import dev.snowbird.log.RootCause;
import java.net.BindException;

/** Why the program could not start, in one line for the operator. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param line names what is wrong
     */
    public StartException(String line) {
        this(line, null);
    }

    /**
     * @param line  names the setting or part that failed, and how
     * @param cause what failed
     */
    public StartException(String line, Throwable cause) {
        super(line, cause);
    }

    /**
     * Says that a listener could not be started.
     *
     * @param name  the listener
     * @param host  its address
     * @param port  its port
     * @param cause what failed
     * @return what to throw
     */
    public static StartException ofListener(String name, String host, int port, Throwable cause) {
        return new StartException("%s can't listen on %s:%d: %s".formatted(name, host, port,
                RootCause.of(cause) instanceof BindException
                        ? "the port is taken or the address is not this machine's" : RootCause.line(cause)), cause);
    }
}
