package dev.snowbird.bench.measure;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What the benches can be asked for. */
public final class Options {

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10",
            converter = PositiveNumber.class,
            description = "How long each load is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "5",
            converter = PositiveNumber.class,
            description = "For how many seconds the same load runs before, unmeasured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "2",
            converter = PositiveNumber.class,
            description = "How often each rival has its turn (default: ${DEFAULT-VALUE}: A B A B).")
    private int rounds;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "64",
            converter = PositiveNumber.class,
            description = "Clients of a rendezvous that ask at once (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--proxies", paramLabel = "N", defaultValue = "128",
            converter = PositiveNumber.class,
            description = "Proxies that poll (default: ${DEFAULT-VALUE}).")
    private int proxies;

    @Option(names = "--held", paramLabel = "N", split = ",", defaultValue = "1000,5000",
            converter = PositiveNumber.class,
            description = "How many polls are held in the bench of that name (default: ${DEFAULT-VALUE}).")
    private List<Integer> held;

    @Option(names = "--callers", paramLabel = "N", split = ",", defaultValue = "1,16",
            converter = PositiveNumber.class,
            description = "Callers that make chat requests at once (default: ${DEFAULT-VALUE}).")
    private List<Integer> callers;

    @Option(names = "--plugins", paramLabel = "N", split = ",", defaultValue = "10,100",
            converter = PositiveNumber.class,
            description = "Plugins that get every event (default: ${DEFAULT-VALUE}).")
    private List<Integer> plugins;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "200",
            converter = PositiveNumber.class,
            description = "Operations a second of the paced loads (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--starts", paramLabel = "N", defaultValue = "3",
            converter = PositiveNumber.class,
            description = "How often each rival is started in the bench of starts (default: ${DEFAULT-VALUE}).")
    private int starts;

    @Option(names = "--snowbird", paramLabel = "COMMAND", defaultValue = "",
            description = "Another Snowbird than java -jar target/snowbird.jar.")
    private String snowbird;

    @Option(names = "--jvm", paramLabel = "OPTIONS", defaultValue = "",
            description = "Options of the JVM that runs target/snowbird.jar.")
    private String jvm;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Snowbird; any number of them.")
    private List<String> settings = List.of();

    @Option(names = "--peer", paramLabel = "COMMAND", defaultValue = "",
            description = "The yardstick instead of a bare loop: a command for sh, in which {port} is where it is to"
                    + " listen, and {sqs} the endpoint of its SQS.")
    private String peer;

    @Option(names = "--peer-token", paramLabel = "TOKEN", defaultValue = "bench",
            description = "A bearer token that a Seabird core given as --peer takes.")
    private String peerToken;

    @Option(names = "--amqp", paramLabel = "URI", defaultValue = "",
            description = "The message broker of the chat. Not given: a RabbitMQ of the benches' own.")
    private String amqp;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            converter = PositiveNumber.class,
            description = "What is random in the bench of nodes begins with this number in the first round, and with"
                    + " the next in each further one (default: ${DEFAULT-VALUE}).")
    private int seed;

    @Option(names = "--processes", paramLabel = "N", split = ",",
            converter = PositiveNumber.class,
            description = "Real nodes in the bench of nodes, instead of a model: so many, one after the other.")
    private List<Integer> processes = List.of();

    public Duration time() {
        return Duration.ofSeconds(seconds);
    }

    public Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }

    public int rounds() {
        return rounds;
    }

    public int clients() {
        return clients;
    }

    public int proxies() {
        return proxies;
    }

    public List<Integer> held() {
        return held;
    }

    public List<Integer> callers() {
        return callers;
    }

    public List<Integer> plugins() {
        return plugins;
    }

    public int rate() {
        return rate;
    }

    public List<Integer> processes() {
        return processes;
    }

    public int seed() {
        return seed;
    }

    public int starts() {
        return starts;
    }

    /** The command that runs Snowbird; empty for the jar that was just built. */
    public String snowbird() {
        return snowbird;
    }

    public String jvm() {
        return jvm;
    }

    public List<String> settings() {
        return settings;
    }

    /** The command that runs the yardstick; empty for a bare loop. */
    public String peer() {
        return peer;
    }

    public boolean hasPeer() {
        return !peer.isEmpty();
    }

    public String peerToken() {
        return peerToken;
    }

    /** The URI of the message broker; empty for one of the benches' own. */
    public String amqp() {
        return amqp;
    }
}
