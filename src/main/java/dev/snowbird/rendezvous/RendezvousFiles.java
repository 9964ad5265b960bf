package dev.snowbird.rendezvous;

import dev.snowbird.Settings;
import dev.snowbird.StartException;
import dev.snowbird.rendezvous.matching.BridgeList;
import dev.snowbird.reload.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What operators of the rendezvous keep in files of their own, beside the settings. */
public final class RendezvousFiles {

    private final BridgeList bridges;

    private RendezvousFiles(BridgeList bridges) {
        this.bridges = bridges;
    }

    /**
     * Reads the files that the settings name.
     *
     * @param settings the {@code rendezvous.*} settings
     * @throws StartException when a file is no use, in one line that names the setting, the file and what is wrong
     */
    public static RendezvousFiles load(Settings settings) throws StartException {
        return new RendezvousFiles(loadBridges(settings));
    }

    private static BridgeList loadBridges(Settings settings) throws StartException {
        String setting = "rendezvous.bridge-list-path";
        Optional<Path> file = settings.optional(setting).map(Path::of);
        try {
            return file.isPresent() ? BridgeList.load(file.get()) : BridgeList.DEFAULT;
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(setting + ": " + FileTrouble.line(e), e);
        }
    }

    /** Returns the bridges that clients may ask for. */
    public BridgeList bridges() {
        return bridges;
    }
}
