package dev.snowbird.seabird.api;

import dev.snowbird.RootCause;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.sql.SQLException;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets calls with a good bearer token pass, and refuses all others in the reference's words (contract, section 2). */
final class Authentication implements ServerInterceptor {

    /** The name of the calling user. */
    static final Context.Key<String> SENDER = Context.key("sender");

    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String METHOD = "Bearer";

    private final Tokens tokens;
    private volatile boolean failing;

    Authentication(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        String sender;
        try {
            sender = userOf(token(headers));
        } catch (StatusException e) {
            return Refusal.of(call, e.getStatus());
        }
        return Contexts.interceptCall(Context.current().withValue(SENDER, sender), call, headers, next);
    }

    private static String token(Metadata headers) throws StatusException {
        Iterable<String> all = headers.getAll(AUTHORIZATION);
        Iterator<String> values = all == null ? null : all.iterator();
        if (values == null || !values.hasNext()) {
            throw refused("missing authorization header");
        }
        String value = values.next();
        // A byte outside ASCII arrives here as the replacement character, which is none either.
        if (!value.chars().allMatch(character -> UserName.isPlain(character) || character == '\t')) {
            throw refused("invalid token data");
        }
        String[] parts = value.split(" ", 2);
        if (!parts[0].equals(METHOD)) {
            throw refused("unknown auth method");
        }
        if (parts.length == 1) {
            throw refused("missing auth token");
        }
        return parts[1];
    }

    private String userOf(String token) throws StatusException {
        try {
            String user = tokens.userOf(token).orElseThrow(() -> refused("invalid auth token"));
            failing = false;
            return UserName.checked(user);
        } catch (SQLException e) {
            if (!failing) {
                failing = true;
                LOG.error("No token can be checked: {}: {}", Tokens.SETTING, RootCause.line(e));
            }
            throw refused("invalid auth token");
        }
    }

    private static StatusException refused(String reason) {
        return Status.UNAUTHENTICATED.withDescription(reason).asException();
    }
}
