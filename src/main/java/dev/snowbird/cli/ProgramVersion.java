package dev.snowbird.cli;

import dev.snowbird.settings.ProgramFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import picocli.CommandLine.IVersionProvider;

/** What the program is made of: its version and commit, the Java it runs on, and the libraries that matter most. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        String java = "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
        Optional<Path> jar = ProgramFolder.jar();
        if (jar.isEmpty()) {
            return new String[] {"snowbird (not packaged)", java};
        }
        try (JarFile file = new JarFile(jar.get().toFile())) {
            Attributes manifest = file.getManifest().getMainAttributes();
            return new String[] {
                "snowbird %s (commit %s)".formatted(
                        manifest.getValue("Implementation-Version"), manifest.getValue("Implementation-Commit")),
                java, manifest.getValue("Implementation-Libraries")};
        }
    }
}
