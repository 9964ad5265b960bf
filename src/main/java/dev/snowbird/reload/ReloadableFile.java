package dev.snowbird.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A value that comes from one or more files. Readers get the last one that could be read, and never wait for the next.
 *
 * @param <T> the value, which never changes once made
 */
public final class ReloadableFile<T> implements Supplier<T> {

    private final List<Path> files;
    private final Reading<T> reading;
    private final Consumer<Exception> complaint;
    private volatile T value;
    private volatile Optional<String> trouble = Optional.empty();
    private List<Optional<Stamp>> lastSeen;
    private List<Optional<Stamp>> lastLook;
    private boolean onceSettled;

    /**
     * How files become a value.
     *
     * @param <T> the value
     */
    @FunctionalInterface
    public interface Reading<T> {

        /**
         * Reads the files.
         *
         * @throws IOException              when one can't be read
         * @throws IllegalArgumentException when what is in it is no use
         */
        T read() throws IOException;
    }

    /** What tells one state of a file from another, without reading it. */
    private record Stamp(Object time, long size, Object identity) {

        static Optional<Stamp> of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new Stamp(now.lastModifiedTime(), now.size(), now.fileKey()));
            } catch (IOException absent) {
                return Optional.empty();
            }
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param value     what counts until something else could be read
     * @param files     what to watch; none for a value that never changes
     * @param reading   reads them
     * @param complaint is told when that fails
     */
    public ReloadableFile(T value, List<Path> files, Reading<T> reading, Consumer<Exception> complaint) {
        this.value = value;
        this.files = List.copyOf(files);
        this.reading = reading;
        this.complaint = complaint;
        this.lastSeen = stamps();
    }

    @Override
    public T get() {
        return value;
    }

    /**
     * Has files that belong together, and are replaced one after the other, read only when nothing has happened to them
     * between two looks.
     */
    public ReloadableFile<T> onceSettled() {
        onceSettled = true;
        return this;
    }

    /** Tells whether a file came, went or was written since it was last read. */
    boolean hasChanged() {
        List<Optional<Stamp>> before = lastLook;
        lastLook = stamps();
        return !lastLook.equals(lastSeen) && (!onceSettled || lastLook.equals(before));
    }

    /** Reads the files; when that fails, the value stays, and the complaint is made. Not by two threads at once. */
    public void reload() {
        try {
            load();
        } catch (IOException | IllegalArgumentException e) {
            trouble = Optional.of(FileTrouble.line(e));
            complaint.accept(e);
        }
    }

    List<Path> files() {
        return files;
    }

    /** Says in a line why the files could not be read the last time; empty when they could. */
    Optional<String> trouble() {
        return trouble;
    }

    /**
     * Reads the files. Not by two threads at once.
     *
     * @throws IOException              when one can't be read; the value stays
     * @throws IllegalArgumentException when what is in it is no use; the value stays
     */
    public void load() throws IOException {
        // Looked at before it is read: what is written meanwhile must count as a change.
        lastSeen = stamps();
        value = reading.read();
        trouble = Optional.empty();
    }

    private List<Optional<Stamp>> stamps() {
        return files.stream().map(Stamp::of).toList();
    }
}
