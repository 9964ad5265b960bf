package dev.snowbird.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar, from its manifest; classes outside a jar have none. */
final class ProgramVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return new String[] {"snowbird " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
