package dev.snowbird.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.snowbird.management.ForeignPages;
import dev.snowbird.net.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.FiniteDuration;

/**
 * Amazon's queue protocol inside this process (ElasticMQ), on loopback and in memory: the default that needs no
 * account and no installation. Any program of this machine may use it, and no web page.
 */
public final class EmbeddedSqs implements AutoCloseable {

    /** The only address it listens on. */
    public static final String HOST = Listener.LOOPBACK;

    private static final FiniteDuration PATIENCE = FiniteDuration.apply(10, TimeUnit.SECONDS);

    private final ActorSystem actors;
    private final int port;

    private EmbeddedSqs(ActorSystem actors, int port) {
        this.actors = actors;
        this.port = port;
    }

    /**
     * Starts the queue service.
     *
     * @param port the TCP port on loopback, 0 for any free one
     * @return the running service
     * @throws Exception when the port is taken (a {@link java.net.BindException} is among the causes)
     */
    public static EmbeddedSqs start(int port) throws Exception {
        ActorSystem actors = ActorSystem.create("embedded-sqs", settings(), new WithoutManifests());
        try {
            GuardedHttp.install(actors, new ForeignPages(HOST, List.of()));
            SQSRestServer server = SQSRestServerBuilder.withActorSystem(actors)
                    .withInterface(HOST).withPort(port).start();
            return new EmbeddedSqs(actors, server.waitUntilStarted().localAddress().getPort());
        } catch (Exception e) {
            actors.terminate();
            throw e;
        }
    }

    /**
     * Where Pekko finds its classes. It would read the manifests of all libraries, to compare the versions of its own:
     * a tenth of a start, for what this program's build has settled.
     */
    private static final class WithoutManifests extends ClassLoader {

        private WithoutManifests() {
            super(EmbeddedSqs.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(JarFile.MANIFEST_NAME) ? Collections.emptyEnumeration() : super.getResources(name);
        }
    }

    private static Config settings() {
        return ConfigFactory.parseString("""
                # The answers of offers in flight still have to go out after SIGTERM.
                pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                pekko.loglevel = WARNING
                pekko.http.server.max-connections = 8192
                # Nobody reads what it would call itself, and each of these costs a start a parser of Pekko's.
                pekko.http.server.server-header = ""
                pekko.http.client.user-agent-header = ""
                pekko.actor.default-dispatcher.fork-join-executor.parallelism-max = 8
                """).withFallback(ConfigFactory.load());
    }

    /** Returns the endpoint for an SQS client, such as {@code http://127.0.0.1:9324}. */
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + port);
    }

    /** Ends the service; all queues are gone. */
    @Override
    public void close() throws Exception {
        Await.ready(actors.terminate(), PATIENCE);
    }
}
