package dev.snowbird.seabird.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers tokens for as long as the file is as it was when they were looked up: one that is taken out of it is
 * refused by the next call. Asking it reads no file, only what the system knows of two of them, and for that a local
 * disk is not needed; of files elsewhere nothing is remembered.
 */
final class FileTokenMemory implements TokenMemory {

    private static final Set<String> LOCAL_FILE_SYSTEMS =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "overlay", "overlayfs");
    /** Times of files are coarse: a change in the moment that was looked at might not be seen later. */
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final int MOST = 1_000;
    private static final String CHANGED = "ctime";

    private final Optional<Path> file;
    private final Clock clock;
    private volatile Known known = new Known(Optional.empty(), Map.of());

    /** When the system says a file was last changed, which nobody can set, and which file that is. */
    private record State(Map<String, Object> database, Map<String, Object> log) {

        static State of(Path file) throws IOException {
            return new State(attributes(file), attributes(file.resolveSibling(file.getFileName() + "-wal")));
        }

        /** Not there is a state, too: so is the log of a database that has none. */
        private static Map<String, Object> attributes(Path file) throws IOException {
            try {
                return Files.readAttributes(file, "unix:dev,ino,size," + CHANGED);
            } catch (NoSuchFileException none) {
                return Map.of();
            }
        }

        boolean isSettled(long now) {
            return isSettled(database, now) && (log.isEmpty() || isSettled(log, now));
        }

        private static boolean isSettled(Map<String, Object> attributes, long now) {
            return attributes.get(CHANGED) instanceof FileTime changed
                    && now - changed.toMillis() > SETTLED.toMillis();
        }
    }

    /** What was found while the files were in one state. */
    private record Known(Optional<State> state, Map<String, TokenUser> users) {
    }

    /**
     * @param file  the database; none for one in memory
     * @param clock that of the file system
     */
    FileTokenMemory(Optional<Path> file, Clock clock) {
        this.file = file.filter(FileTokenMemory::isLocal);
        this.clock = clock;
    }

    /** Says whether the system knows by itself when a file changes, or would have to ask elsewhere. */
    static boolean isLocal(Path file) {
        try {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    && LOCAL_FILE_SYSTEMS.contains(Files.getFileStore(file).type());
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public Optional<TokenUser> recall(String token) {
        Known now = known;
        Optional<TokenUser> user = Optional.ofNullable(now.users().get(token));
        return user.isPresent() && now.state().equals(state()) ? user : Optional.empty();
    }

    @Override
    public LookUp begin() {
        Optional<State> state = state().filter(now -> now.isSettled(clock.millis()));
        return (token, user) -> state.ifPresent(of -> remember(of, token, user));
    }

    private synchronized void remember(State state, String token, TokenUser user) {
        if (!known.state().equals(Optional.of(state))) {
            known = new Known(Optional.of(state), new ConcurrentHashMap<>());
        }
        if (known.users().size() < MOST) {
            known.users().put(token, user);
        }
    }

    private Optional<State> state() {
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(State.of(file.get()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
