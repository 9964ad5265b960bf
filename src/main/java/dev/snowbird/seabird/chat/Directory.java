package dev.snowbird.seabird.chat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.snowbird.log.BoundedLog;
import io.coded.seabird.common.Backend;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.CommandsResponse;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListBackendsResponse;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Body;

/**
 * Which backends and commands there are on all cores: what this one has, and what the others have told of themselves
 * until they say goodbye or are silent for too long.
 */
public final class Directory {

    /** What others have told may take so many bytes, and be of so many. */
    private static final int MOST_BYTES = 16 * DirectoryNews.MOST_BYTES;
    private static final int MOST_CORES = 1_000;

    private final BoundedLog log = new BoundedLog(Directory.class);
    private final Backends backends;
    private final Commands commands;
    private final LongSupplier nanoTime;
    /** Guarded by this object. */
    private final Map<String, Told> others = new HashMap<>();

    /** What a core has told last, and until when that counts. */
    private record Told(DirectoryNews news, long until, NavigableSet<BackendId> backends,
            Map<String, Claim> commands) {
    }

    /**
     * A command, and since when it is known to be that core's: of two that have it the newer one has it, as the older
     * one is about to hear.
     */
    record Claim(CommandMetadata metadata, long since) {

        Claim newer(Claim other) {
            return since - other.since < 0 ? other : this;
        }
    }

    /**
     * @param backends those of this core
     * @param commands those of its plugins
     * @param nanoTime tells time, as {@link System#nanoTime}, by which the commands have theirs
     */
    public Directory(Backends backends, Commands commands, LongSupplier nanoTime) {
        this.backends = backends;
        this.commands = commands;
        this.nanoTime = nanoTime;
    }

    /** Answers which backends there are, in the order of their names. */
    public synchronized ListBackendsResponse listBackends(@Body ListBackendsRequest request) {
        forgetSilent();
        if (others.isEmpty()) {
            return backends.listBackends(request);
        }
        NavigableSet<BackendId> all = new TreeSet<>(backends.connected());
        others.values().forEach(told -> all.addAll(told.backends));
        ListBackendsResponse.Builder response = ListBackendsResponse.newBuilder();
        all.forEach(id -> response.addBackends(id.toMessage()));
        return response.build();
    }

    /** Answers which commands there are. */
    public synchronized CommandsResponse registered(@Body CommandsRequest request) {
        forgetSilent();
        if (others.isEmpty()) {
            return commands.registered(request);
        }
        Map<String, Claim> all = new TreeMap<>(commands.claims());
        others.values().forEach(told ->
                told.commands.forEach((name, claim) -> all.merge(name, claim, Claim::newer)));
        CommandsResponse.Builder response = CommandsResponse.newBuilder();
        all.forEach((name, claim) -> response.putCommands(name, claim.metadata()));
        return response.build();
    }

    /** Returns what is to be told of this core. */
    public byte[] own() {
        return DirectoryNews.body(backends.listBackends(ListBackendsRequest.getDefaultInstance()),
                commands.registered(CommandsRequest.getDefaultInstance()));
    }

    /**
     * Takes note of what another core has told.
     *
     * @param news what it told; nothing happens when it has told something newer before
     * @throws IOException when it is broken; what is known of that core stays
     */
    public synchronized void heard(DirectoryNews news) throws IOException {
        forgetSilent();
        Told before = others.get(news.core());
        if (before != null && news.number() <= before.news.number()) {
            return;
        }
        if (news.leaves()) {
            others.remove(news.core());
            return;
        }
        Told told = told(news, before);
        if (before == null && others.size() >= MOST_CORES || heldBesides(before) + news.body().length > MOST_BYTES) {
            log.warn("What a core has told was dropped: {} cores have told too much already", others.size());
            return;
        }
        others.put(news.core(), told);
    }

    private Told told(DirectoryNews news, Told before) throws IOException {
        long now = nanoTime.getAsLong();
        long until = now + TimeUnit.MILLISECONDS.toNanos(news.keepMillis());
        if (before != null && Arrays.equals(before.news.body(), news.body())) {
            return new Told(news, until, before.backends, before.commands);
        }
        DirectoryNews.Content content = news.content();
        NavigableSet<BackendId> itsBackends = new TreeSet<>();
        for (Backend backend : content.backends().getBackendsList()) {
            itsBackends.add(read(backend));
        }
        Map<String, Claim> itsCommands = new HashMap<>();
        content.commands().getCommandsMap().forEach((name, metadata) -> {
            Claim old = before == null ? null : before.commands.get(name);
            itsCommands.put(name, old != null && old.metadata.equals(metadata) ? old : new Claim(metadata, now));
        });
        return new Told(news, until, itsBackends, itsCommands);
    }

    private static BackendId read(Backend backend) throws InvalidProtocolBufferException {
        try {
            BackendId id = BackendId.parse(backend.getId(), "backend");
            if (id.isConnectable()) {
                return id;
            }
        } catch (StatusException e) {
            // As below.
        }
        throw new InvalidProtocolBufferException("no backend can have this id");
    }

    private long heldBesides(Told before) {
        return others.values().stream().filter(told -> told != before).mapToLong(told -> told.news.body().length).sum();
    }

    private void forgetSilent() {
        if (!others.isEmpty()) {
            long now = nanoTime.getAsLong();
            others.values().removeIf(told -> now - told.until > 0);
        }
    }

    /** Returns of how many other cores it knows. */
    public synchronized int others() {
        forgetSilent();
        return others.size();
    }

    /** Forgets what others have told: nobody can say what they have now. */
    public synchronized void forgetOthers() {
        others.clear();
    }
}
