package dev.snowbird.seabird.api;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.RootCause;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets calls with a good bearer token pass, and refuses all others in the reference's words (contract, section 2). A
 * call waits for the look-up without a thread, unless the token is known from calls before.
 */
final class Authentication implements ServerInterceptor {

    /** The calling user, whose name can be used. */
    static final Context.Key<TokenUser> USER = Context.key("user");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String METHOD = "Bearer";

    private final BoundedLog log = new BoundedLog(Authentication.class);
    private final TokenLookups tokens;
    private final Executor executor;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param tokens   tells whose a token is
     * @param executor runs what follows a look-up
     */
    Authentication(TokenLookups tokens, Executor executor) {
        this.tokens = tokens;
        this.executor = executor;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        String token;
        try {
            token = token(headers);
        } catch (StatusException e) {
            return RefusedCall.of(call, e.getStatus());
        }
        Connection connection = Connection.of(call);
        Optional<TokenUser> known = tokens.recall(token);
        if (known.isPresent()) {
            connection.trust();
            return begun(call, () -> begin(checked(known.get()), Context.current(), call, headers, next));
        }
        Context context = Context.current();
        connection.begin();
        HeldCall<Q> held = new HeldCall<>();
        tokens.userOf(token).whenCompleteAsync((user, failure) -> {
            if (failure == null && user.isPresent()) {
                connection.trust();
            }
            connection.end();
            if (!call.isCancelled()) {
                held.begin(begun(call, () -> begin(user(user, failure), context, call, headers, next)));
            }
        }, executor);
        return held;
    }

    private static <Q, R> ServerCall.Listener<Q> begin(TokenUser user, Context context, ServerCall<Q, R> call,
            Metadata headers, ServerCallHandler<Q, R> next) {
        return Contexts.interceptCall(context.withValue(USER, user), call, headers, next);
    }

    private interface Beginning<Q> {
        ServerCall.Listener<Q> begin() throws StatusException;
    }

    private <Q> ServerCall.Listener<Q> begun(ServerCall<Q, ?> call, Beginning<Q> beginning) {
        try {
            return beginning.begin();
        } catch (StatusException e) {
            return RefusedCall.of(call, e.getStatus());
        } catch (RuntimeException e) {
            log.error("A call could not begin: {}", RootCause.line(e));
            return RefusedCall.of(call, Status.INTERNAL.withDescription("internal error"));
        }
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

    private TokenUser user(Optional<TokenUser> user, Throwable failure) throws StatusException {
        if (failure != null) {
            throw unknowable(RootCause.ofStage(failure));
        }
        if (failing.getAndSet(false)) {
            log.info("Tokens can be checked again");
        }
        return checked(user.orElseThrow(() -> refused("invalid auth token")));
    }

    private static TokenUser checked(TokenUser user) throws StatusException {
        UserName.check(user.name());
        return user;
    }

    /**
     * A file that is no good is the reference's failed look-up. What can't be read just now is worth another try.
     */
    private StatusException unknowable(Throwable failure) {
        failing.set(true);
        log.error("No token can be checked: {}", tokens.line(failure));
        return tokens.excuse(failure).map(excuse -> Status.UNAVAILABLE.withDescription(excuse).asException())
                .orElseGet(() -> refused("invalid auth token"));
    }

    private static StatusException refused(String reason) {
        return Status.UNAUTHENTICATED.withDescription(reason).asException();
    }
}
