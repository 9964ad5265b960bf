package dev.snowbird.rendezvous;

import dev.snowbird.doctor.Finding;
import dev.snowbird.reload.FileTrouble;
import dev.snowbird.rendezvous.matching.PollIntervalFile;
import dev.snowbird.rendezvous.matching.PollIntervals;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the files of the rendezvous' operator are of use. */
public final class FileFindings {

    private static final String BRIDGES = "rendezvous.bridge-list-path";
    private static final String COUNTRIES = "rendezvous.geoipdb";
    private static final String INTERVALS = "rendezvous.poll-interval-filepath";
    private static final PollIntervals ANY = new PollIntervals(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private FileFindings() {
    }

    /**
     * Reads those that are read, and looks whether the others can be written; nothing is.
     *
     * @param settings the {@code rendezvous.*} settings
     */
    public static List<Finding> of(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        settings.optional(BRIDGES).ifPresent(file -> findings.add(bridges(settings, file)));
        if (!settings.flag("rendezvous.disable-geoip")) {
            findings.add(countries(settings));
        }
        settings.optional(INTERVALS).ifPresent(file -> findings.add(intervals(Path.of(file))));
        settings.optional("rendezvous.metrics-log").ifPresent(
                file -> findings.add(Finding.ofWritten("rendezvous.metrics-log", Path.of(file))));
        return findings;
    }

    private static Finding bridges(Settings settings, String file) {
        try {
            RendezvousFiles.loadBridges(settings);
            return Finding.ok(BRIDGES, file + " can be read");
        } catch (StartException e) {
            return Finding.failed(BRIDGES, e.getMessage());
        }
    }

    private static Finding countries(Settings settings) {
        try {
            return CountryFiles.load(settings).get() == Countries.NONE
                    ? Finding.warn(COUNTRIES, "Tor's country files are not there, so everything is counted without"
                            + " countries: install them (Debian: tor-geoipdb), or say --disable-geoip")
                    : Finding.ok(COUNTRIES, "the country files can be read");
        } catch (StartException e) {
            return Finding.failed(COUNTRIES, e.getMessage());
        }
    }

    private static Finding intervals(Path file) {
        try {
            PollIntervalFile.read(file, ANY);
            return Finding.ok(INTERVALS, file + " can be read");
        } catch (IOException | IllegalArgumentException e) {
            return Finding.warn(INTERVALS, FileTrouble.line(e)
                    + "; mend it, or rendezvous.next-poll-... count until it can be read");
        }
    }
}
