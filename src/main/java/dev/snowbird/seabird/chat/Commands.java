package dev.snowbird.seabird.chat;

import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.CommandsResponse;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;

/**
 * The commands that plugins have registered with this core (Seabird contract, section 8). That a name is registered
 * only once is not decided here: a stream claims its names first.
 */
public final class Commands {

    private final Map<String, Registration> registrations = new TreeMap<>();

    /** The commands of one open stream. */
    public static final class Registration {

        private final Map<String, CommandMetadata> commands;

        private Registration(Map<String, CommandMetadata> commands) {
            this.commands = commands;
        }
    }

    /**
     * Adds the commands of a stream, all at once.
     *
     * @param commands what the plugin said of each command, by the command's name; never changed afterwards
     * @return what to {@link #remove} when the stream has ended
     */
    public synchronized Registration add(Map<String, CommandMetadata> commands) {
        Registration registration = new Registration(commands);
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

    /** Answers which commands there are. */
    public synchronized CommandsResponse registered(@Body CommandsRequest request) {
        CommandsResponse.Builder response = CommandsResponse.newBuilder();
        registrations.forEach((name, registration) -> response.putCommands(name, registration.commands.get(name)));
        return response.build();
    }
}
