package dev.snowbird.testkit;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The routes that a test is about.
 *
 * @param folder where they are
 * @param wanted which files there, by name
 */
record TestedRoutes(Path folder, Predicate<String> wanted) {

    /**
     * Finds them.
     *
     * @param path   a folder, or a file
     * @param tester its classes are in the project that a relative path belongs to
     * @throws IllegalStateException when there is nothing of that name
     */
    static TestedRoutes find(String path, Class<?> tester) {
        Path found = place(Path.of(path), tester);
        if (Files.isDirectory(found)) {
            return new TestedRoutes(found, name -> true);
        }
        if (Files.isRegularFile(found)) {
            return new TestedRoutes(found.getParent(), name -> name.equals(found.getFileName().toString()));
        }
        throw new IllegalStateException(("@SnowbirdTest(routes = \"%s\") of %s: there is no such folder or file, in the"
                + " folders above the test's classes or in %s")
                .formatted(path, tester.getName(), Path.of("").toAbsolutePath()));
    }

    /** Not where the tests are started first: who runs those of several projects is in none of these. */
    private static Path place(Path path, Class<?> tester) {
        try {
            Path classes = Path.of(tester.getProtectionDomain().getCodeSource().getLocation().toURI());
            for (Path above = classes.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
                if (Files.exists(above.resolve(path))) {
                    return above.resolve(path);
                }
            }
            return path.toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
