package dev.snowbird.routes;

import dev.snowbird.rendezvous.message.RouteProperties;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The words that Java gives to routes: exchange properties, and the classes of beans. */
final class RouteVocabulary {

    private static final Path CLASSES = Path.of("target/classes");
    private static final String ENDING = ".class";

    private RouteVocabulary() {
    }

    /** Returns the names of the exchange properties of both halves. */
    static Set<String> properties() {
        Set<String> names = new TreeSet<>();
        for (Class<?> half : List.of(RouteProperties.class, dev.snowbird.seabird.chat.RouteProperties.class)) {
            for (Field constant : half.getFields()) {
                try {
                    names.add((String) constant.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return names;
    }

    /** Returns all classes of the program, not initialised. */
    static List<Class<?>> classes() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/snowbird"))) {
            return files.map(file -> CLASSES.relativize(file).toString()).filter(file -> file.endsWith(ENDING)).sorted()
                    .<Class<?>>map(file -> named(file.replace(ENDING, "").replace('/', '.'))).toList();
        }
    }

    static Class<?> named(String name) {
        try {
            return Class.forName(name, false, RouteVocabulary.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
