package dev.snowbird.embedded;

import dev.snowbird.settings.ProgramFolder;
import dev.snowbird.start.StartException;
import java.nio.file.Path;

/**
 * The libraries of the embedded brokers, a third of the program: an operator who uses neither may leave out their
 * folder. It is asked for by name, since the classes that use them can't even be loaded without.
 */
public enum EmbeddedLibraries {

    /** Those of the embedded SQS. */
    SQS("sqs.endpoint", "org.elasticmq.rest.sqs.SQSRestServerBuilder",
            "set rendezvous.broker-sqs-name and rendezvous.broker-sqs-region for Amazon SQS, sqs.endpoint to the URL of"
                    + " another or to none, or rendezvous.enabled to false"),

    /** Those of the embedded AMQP broker. */
    AMQP("amqp.uri", "org.apache.qpid.server.model.Broker",
            "set amqp.uri to that of a broker, or seabird.enabled to false");

    private static final Path FOLDER = Path.of("lib", "embedded");

    private final String setting;
    private final String oneClass;
    private final String remedy;

    EmbeddedLibraries(String setting, String oneClass, String remedy) {
        this.setting = setting;
        this.oneClass = oneClass;
        this.remedy = remedy;
    }

    /**
     * Makes sure that they are there.
     *
     * @throws StartException when they are not, with what to do
     */
    public void require() throws StartException {
        try {
            Class.forName(oneClass, false, EmbeddedLibraries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new StartException("%s is embedded, but the libraries for that are not in %s: put them back, or %s"
                    .formatted(setting, ProgramFolder.find().map(home -> home.resolve(FOLDER)).orElse(FOLDER), remedy),
                    e);
        }
    }
}
