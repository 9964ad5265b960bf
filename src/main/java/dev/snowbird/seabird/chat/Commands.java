package dev.snowbird.seabird.chat;

import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.CommandsResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.camel.Body;

/**
 * The commands that plugins have registered with this core (Seabird contract, section 8). That a name is registered
 * only once is not decided here: a stream claims its names first.
 */
public final class Commands {

    private final LongSupplier nanoTime;
    private final Map<String, Registration> registrations = new TreeMap<>();

    /**
     * @param nanoTime tells time, as {@link System#nanoTime}
     */
    public Commands(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes the time from the system. */
    public Commands() {
        this(System::nanoTime);
    }

    /** The commands of one open stream. */
    public static final class Registration {

        private final Map<String, CommandMetadata> commands;
        private final long since;

        private Registration(Map<String, CommandMetadata> commands, long since) {
            this.commands = commands;
            this.since = since;
        }
    }

    /**
     * Adds the commands of a stream, all at once.
     *
     * @param commands what the plugin said of each command, by the command's name; never changed afterwards
     * @return what to {@link #remove} when the stream has ended
     */
    public synchronized Registration add(Map<String, CommandMetadata> commands) {
        Registration registration = new Registration(commands, nanoTime.getAsLong());
        commands.keySet().forEach(name -> registrations.put(name, registration));
        return registration;
    }

    /**
     * Removes the commands of a stream that has ended, all at once. Those that another stream has registered since
     * stay; doing it twice does no harm.
     *
     * @param registration what {@link #add} returned
     */
    public synchronized void remove(Registration registration) {
        registration.commands.keySet().forEach(name -> registrations.remove(name, registration));
    }

    /** Returns the commands, and since when each is one. */
    synchronized Map<String, Directory.Claim> claims() {
        Map<String, Directory.Claim> claims = new HashMap<>();
        registrations.forEach((name, registration) -> claims.put(name,
                new Directory.Claim(registration.commands.get(name), registration.since)));
        return claims;
    }

    /** Answers which commands this core's plugins have registered. */
    public synchronized CommandsResponse registered(@Body CommandsRequest request) {
        CommandsResponse.Builder response = CommandsResponse.newBuilder();
        registrations.forEach((name, registration) -> response.putCommands(name, registration.commands.get(name)));
        return response.build();
    }
}
