package dev.snowbird.start;

import dev.snowbird.net.Listener;
import dev.snowbird.reload.Reloads;
import dev.snowbird.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.camel.main.Main;

/**
 * What both halves stand on, and where they put what they have started.
 *
 * @param settings     of this run
 * @param camel        runs the routes of both; not started before both are prepared
 * @param executor     runs what follows a wait; its threads are never blocked
 * @param meters       gets gauges, counters and timers
 * @param clock        tells the time to peers, how old an offer or a queue is, and when a day is over
 * @param nanoTime     the monotonic clock, in nanoseconds
 * @param patience     waits for what is slow
 * @param parts        gets what is to be closed after the routes
 * @param listeners    gets the ports that are open
 * @param certificates gets those that are in use, to be read again when they are renewed
 */
public record StartContext(Settings settings, Main camel, Executor executor, MeterRegistry meters, Clock clock,
        LongSupplier nanoTime, StartPatience patience, Parts parts, List<Listener> listeners, Reloads certificates) {

    /**
     * Starts something that listens, however long that takes.
     *
     * @param what    what it is, in an operator's words
     * @param setting says which port it is to have
     * @param host    the address to bind to
     * @param port    the port; 0 for any
     * @param opening starts it
     * @return what was started
     * @throws StartException when it can't be started, or the time is over
     */
    public <T> T listen(String what, String setting, String host, int port, StartPatience.Attempt<T> opening)
            throws StartException {
        try {
            return patience.waitFor(what, opening);
        } catch (StartException e) {
            throw e;
        } catch (Exception e) {
            throw StartException.ofListener(setting, host, port, e);
        }
    }
}
