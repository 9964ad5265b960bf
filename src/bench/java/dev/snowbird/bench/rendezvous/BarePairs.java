package dev.snowbird.bench.rendezvous;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The least that pairs clients with proxies, on one event loop. */
final class BarePairs {

    private static final String HOST = "127.0.0.1";
    private static final long HOLD_MILLIS = 10_000;
    private static final long CLIENT_MILLIS = 5_000;
    private static final int BACKLOG = 10_000;

    private final Vertx vertx;
    private final Deque<Promise<JsonObject>> waiting = new ArrayDeque<>();
    /** What proxies answer, by the name of their poll. */
    private final Map<String, Promise<String>> asked = new HashMap<>();
    private final Map<Promise<JsonObject>, String> sids = new HashMap<>();

    BarePairs(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Listens for proxies and clients over HTTP; completes with the address. */
    static Future<String> listen(Vertx vertx, BarePairs pairs) {
        return vertx.createHttpServer(new HttpServerOptions().setHost(HOST).setPort(0).setAcceptBacklog(BACKLOG))
                .requestHandler(request -> request.body().onSuccess(body ->
                        pairs.serve(request, body.toString())))
                .listen().map(server -> HOST + ":" + server.actualPort());
    }

    private void serve(HttpServerRequest request, String body) {
        Future<JsonObject> answer = switch (request.path()) {
            case "/proxy" -> poll(new JsonObject(body));
            case "/answer" -> answer(new JsonObject(body));
            default -> offer(body);
        };
        answer.onSuccess(told -> request.response().end(told.toBuffer()));
    }

    private Future<JsonObject> poll(JsonObject poll) {
        if (!Words.GOOD_RELAYS.equals(poll.getString("AcceptedRelayPattern"))) {
            return Future.succeededFuture(status(Words.WRONG_RELAYS));
        }
        Promise<JsonObject> proxy = Promise.promise();
        sids.put(proxy, poll.getString("Sid"));
        waiting.add(proxy);
        long timer = vertx.setTimer(HOLD_MILLIS, passed -> {
            waiting.remove(proxy);
            sids.remove(proxy);
            proxy.tryComplete(status(Words.NO_MATCH));
        });
        return proxy.future().onSuccess(told -> vertx.cancelTimer(timer));
    }

    private static JsonObject status(String status) {
        return new JsonObject().put("Status", status).put("Offer", "").put("NAT", "").put("NextPoll", 0)
                .put("RelayURL", "");
    }

    /** Gives a client's poll to a proxy; completes with the client's response. Only for the event loop. */
    Future<JsonObject> offer(String body) {
        Promise<JsonObject> proxy = waiting.poll();
        if (proxy == null) {
            return Future.succeededFuture(new JsonObject().put("error", Words.NO_PROXIES));
        }
        JsonObject poll = new JsonObject(body.substring(body.indexOf('\n') + 1));
        String sid = sids.remove(proxy);
        Promise<String> answer = Promise.promise();
        asked.put(sid, answer);
        proxy.complete(status(Words.MATCH).put("Offer", poll.getString("offer")).put("NAT", poll.getString("nat"))
                .put("RelayURL", "wss://snowflake.torproject.net/"));
        long timer = vertx.setTimer(CLIENT_MILLIS, passed -> {
            asked.remove(sid);
            answer.tryFail("timed out waiting for answer!");
        });
        return answer.future().onComplete(done -> vertx.cancelTimer(timer))
                .map(text -> new JsonObject().put("answer", text))
                .otherwise(late -> new JsonObject().put("error", late.getMessage()));
    }

    private Future<JsonObject> answer(JsonObject answer) {
        Promise<String> client = asked.remove(answer.getString("Sid"));
        if (client != null) {
            client.complete(answer.getString("Answer"));
        }
        return Future.succeededFuture(new JsonObject().put("Status", client == null ? "client gone" : "success"));
    }
}
