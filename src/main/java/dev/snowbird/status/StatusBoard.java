package dev.snowbird.status;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Where each half of the program puts what it has to tell. What is not running has put nothing here. */
public final class StatusBoard {

    private final History history;
    private final List<Chapter> chapters = new CopyOnWriteArrayList<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    /**
     * What one half tells.
     *
     * @param title    its heading
     * @param sections compute it, each time that somebody looks
     */
    public record Chapter(String title, Supplier<List<Section>> sections) {
    }

    /**
     * Something that can be in trouble.
     *
     * @param name    what operators call it
     * @param what    which one it is: an address or a file
     * @param trouble says in a line what is wrong with it now; empty when it is well. May wait for a moment
     */
    public record Watch(String name, String what, Supplier<Optional<String>> trouble) {
    }

    /**
     * @param history keeps what was
     */
    public StatusBoard(History history) {
        this.history = history;
    }

    /** Returns where to have something followed. */
    public History history() {
        return history;
    }

    /** Puts up a chapter, above those that are there: what opens last is told of first. */
    public void add(String title, Supplier<List<Section>> sections) {
        chapters.add(0, new Chapter(title, sections));
    }

    /** Puts up what can be in trouble, as {@link Watch} has it. */
    public void watch(String name, String what, Supplier<Optional<String>> trouble) {
        watches.add(new Watch(name, what, trouble));
    }

    /** Returns all chapters. */
    public List<Chapter> chapters() {
        return List.copyOf(chapters);
    }

    /** Returns all that can be in trouble. */
    public List<Watch> watches() {
        return List.copyOf(watches);
    }
}
