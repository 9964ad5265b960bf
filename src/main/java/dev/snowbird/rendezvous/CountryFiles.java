package dev.snowbird.rendezvous;

import dev.snowbird.reload.FileTrouble;
import dev.snowbird.reload.ReloadableFile;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two files of the country database: those that the operator names, or Tor's, if they are there. */
final class CountryFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CountryFiles.class);
    private static final List<Path> TORS = List.of(Path.of("/usr/share/tor/geoip"), Path.of("/usr/share/tor/geoip6"));

    private CountryFiles() {
    }

    /**
     * Reads them for the first time.
     *
     * @throws StartException when a file that is there is no use, or one that the operator named is not there
     */
    static ReloadableFile<Countries> load(Settings settings) throws StartException {
        return load(settings, TORS);
    }

    /** Does the same with other files than Tor's as those that may be missing. */
    static ReloadableFile<Countries> load(Settings settings, List<Path> optional) throws StartException {
        if (settings.flag("rendezvous.disable-geoip")) {
            return new ReloadableFile<>(Countries.NONE, List.of(), () -> Countries.NONE, never -> { });
        }
        List<Path> files = List.of(file(settings, "rendezvous.geoipdb"), file(settings, "rendezvous.geoip6db"));
        ReloadableFile<Countries> countries = new ReloadableFile<>(Countries.NONE, files, () -> {
            Countries read = Countries.load(files.get(0), files.get(1));
            LOG.info("Loaded country files {} and {}", files.get(0), files.get(1));
            return read;
        }, e -> LOG.warn("failed to load country files, keeping what was: {}", FileTrouble.line(e)));
        if (files.equals(optional) && files.stream().anyMatch(Files::notExists)) {
            LOG.info("Counting without countries: {} and {} are not both there", files.get(0), files.get(1));
        } else {
            loadOrStop(countries);
        }
        return countries;
    }

    private static Path file(Settings settings, String setting) throws StartException {
        return settings.optional(setting).map(Path::of).orElseThrow(() -> new StartException(
                setting + " is not set: to do without countries, set rendezvous.disable-geoip", null));
    }

    private static void loadOrStop(ReloadableFile<Countries> countries) throws StartException {
        try {
            countries.load();
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException("rendezvous.geoipdb and rendezvous.geoip6db: " + FileTrouble.line(e), e);
        }
    }
}
