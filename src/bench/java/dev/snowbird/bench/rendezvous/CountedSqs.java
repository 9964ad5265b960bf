package dev.snowbird.bench.rendezvous;

import com.typesafe.config.ConfigFactory;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.FiniteDuration;

/**
 * An SQS in this process, of one broker alone, whose calls are counted as they come: so what a broker calls is known
 * whether or not it tells, and what SQS itself needs is not part of what the broker uses.
 */
final class CountedSqs implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int MOST_CONNECTIONS = 1000;
    private static final FiniteDuration PATIENCE = FiniteDuration.apply(10, TimeUnit.SECONDS);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(MOST_CONNECTIONS));
    private final ActorSystem actors = ActorSystem.create("counted-sqs",
            ConfigFactory.parseString("""
                    pekko.loglevel = WARNING
                    # Clients and what is passed on may have a thousand each, and one that is not taken hangs.
                    pekko.http.server.max-connections = 8192
                    """).withFallback(ConfigFactory.load()));
    private final AtomicLong calls = new AtomicLong();
    private final int counted;
    private final int uncounted;

    CountedSqs() {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost(HOST).setPort(0))
                .requestHandler(this::pass).listen().toCompletionStage().toCompletableFuture().join();
        counted = server.actualPort();
        // Queues say where they are; were that the other port, a broker's later calls would miss the count.
        SQSRestServer sqs = SQSRestServerBuilder.withActorSystem(actors).withInterface(HOST).withPort(0)
                .withServerAddress(new NodeAddress("http", HOST, counted, "")).start();
        uncounted = sqs.waitUntilStarted().localAddress().getPort();
    }

    private void pass(HttpServerRequest request) {
        calls.incrementAndGet();
        request.body().onSuccess(body -> http.request(request.method(), uncounted, HOST, request.uri())
                .compose(onward -> {
                    onward.headers().setAll(request.headers());
                    return onward.send(body);
                })
                .compose(response -> response.body().onSuccess(answer -> {
                    request.response().setStatusCode(response.statusCode());
                    request.response().headers().setAll(response.headers());
                    request.response().end(answer);
                }))
                .onFailure(e -> request.response().setStatusCode(502).end()));
    }

    /** Where the broker calls it. */
    String countedEndpoint() {
        return "http://" + HOST + ":" + counted;
    }

    /** Where clients call it. */
    String uncountedEndpoint() {
        return "http://" + HOST + ":" + uncounted;
    }

    /** How many calls the broker has made. */
    long calls() {
        return calls.get();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Await.ready(actors.terminate(), PATIENCE);
    }
}
