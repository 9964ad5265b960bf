package dev.snowbird.embedded;

import dev.snowbird.management.ForeignPages;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ActorSystemImpl;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.ConnectionContext;
import org.apache.pekko.http.scaladsl.Http;
import org.apache.pekko.http.scaladsl.Http$;
import org.apache.pekko.http.scaladsl.HttpExt;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Flow;
import scala.concurrent.Future;

/**
 * Pekko's HTTP, of which no server answers foreign pages. ElasticMQ binds its server by itself, and leaves no place for
 * anything before its routes.
 */
final class GuardedHttp extends HttpExt {

    /** A request that ElasticMQ answers without doing anything. */
    private static final String HARMLESS = "/health";

    private final ForeignPages foreignPages;

    private GuardedHttp(ExtendedActorSystem actors, ForeignPages foreignPages) {
        super(actors.settings().config().getConfig("pekko.http"), actors);
        this.foreignPages = foreignPages;
    }

    /**
     * Makes it the HTTP of an actor system, which has not used any yet.
     *
     * @throws ReflectiveOperationException when this Pekko keeps its extensions in another way
     */
    @SuppressWarnings("unchecked")
    static void install(ActorSystem actors, ForeignPages foreignPages) throws ReflectiveOperationException {
        // There is one extension for each key, which a system makes by itself: it can't be given one.
        Field extensions = ActorSystemImpl.class.getDeclaredField("extensions");
        extensions.setAccessible(true);
        ((Map<Object, Object>) extensions.get(actors))
                .put(Http$.MODULE$, new GuardedHttp((ExtendedActorSystem) actors, foreignPages));
    }

    @Override
    public Future<Http.ServerBinding> bindAndHandleImpl(Flow<HttpRequest, HttpResponse, Object> handler, String host,
            int port, ConnectionContext connections, ServerSettings settings, LoggingAdapter log,
            Materializer materializer) {
        return super.bindAndHandleImpl(guarded(handler), host, port, connections, settings, log, materializer);
    }

    /** Each connection's responses come in the order of its requests, so a queue tells which of them are refusals. */
    private Flow<HttpRequest, HttpResponse, Object> guarded(Flow<HttpRequest, HttpResponse, Object> handler) {
        return org.apache.pekko.stream.javadsl.Flow.<HttpRequest, HttpResponse, Object>fromMaterializer(
                (materializer, attributes) -> {
                    Queue<Boolean> refusals = new ConcurrentLinkedQueue<>();
                    return org.apache.pekko.stream.javadsl.Flow.<HttpRequest>create()
                            .map(request -> {
                                boolean refused = foreignPages.sent(name -> request.getHeader(name)
                                        .map(org.apache.pekko.http.javadsl.model.HttpHeader::value));
                                refusals.add(refused);
                                return refused ? harmless(request, materializer) : request;
                            })
                            .via(handler.asJava())
                            .map(response -> refusals.remove() ? refusal() : response)
                            .mapMaterializedValue(none -> (Object) none);
                }).mapMaterializedValue(later -> (Object) later).asScala();
    }

    private static HttpRequest harmless(HttpRequest request, Materializer materializer) {
        request.discardEntityBytes(materializer);
        return (HttpRequest) org.apache.pekko.http.javadsl.model.HttpRequest.GET(HARMLESS);
    }

    private static HttpResponse refusal() {
        return (HttpResponse) org.apache.pekko.http.javadsl.model.HttpResponse.create()
                .withStatus(StatusCodes.FORBIDDEN).withEntity(ForeignPages.REFUSAL);
    }
}
