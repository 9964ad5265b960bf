package dev.snowbird.settings;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The folder that the program is unpacked in: what lies beside its jar belongs to it, wherever it is started. */
public final class ProgramFolder {

    private ProgramFolder() {
    }

    /** Returns the jar that this class is from; none while it is not packaged, as in tests. */
    public static Optional<Path> jar() {
        return Optional.ofNullable(ProgramFolder.class.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation).map(ProgramFolder::path).filter(Files::isRegularFile);
    }

    /** Returns the folder of that jar. */
    public static Optional<Path> find() {
        return jar().map(Path::getParent);
    }

    private static Path path(URL location) {
        try {
            return Path.of(location.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar is at no URI", e);
        }
    }
}
