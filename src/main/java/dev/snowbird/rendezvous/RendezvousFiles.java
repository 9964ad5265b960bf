package dev.snowbird.rendezvous;

import dev.snowbird.reload.FileTrouble;
import dev.snowbird.reload.ReloadableFile;
import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.matching.BridgeList;
import dev.snowbird.rendezvous.matching.PollIntervalFile;
import dev.snowbird.rendezvous.matching.PollIntervals;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators of the rendezvous keep in files of their own, beside the settings. The bridge list is read once, the
 * others again while the program runs (Snowflake contract, sections 11, 12 and 14).
 */
public final class RendezvousFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RendezvousFiles.class);

    private final BridgeList bridges;
    private final ReloadableFile<Countries> countries;
    private final ReloadableFile<PollIntervals> pollIntervals;
    private final Reloads reloads;

    private RendezvousFiles(Settings settings) throws StartException {
        bridges = loadBridges(settings);
        countries = CountryFiles.load(settings);
        pollIntervals = pollIntervals(settings);
        // Unlike the others, a useless file does not stop the start: the reference has it so.
        pollIntervals.reload();
        reloads = new Reloads(List.of(countries, pollIntervals));
    }

    /**
     * Reads the files that the settings name.
     *
     * @param settings the {@code rendezvous.*} settings
     * @throws StartException when a file is no use, in one line that names the setting, the file and what is wrong
     */
    public static RendezvousFiles load(Settings settings) throws StartException {
        return new RendezvousFiles(settings);
    }

    /**
     * Reads the bridge list, or takes the default one where no file is named.
     *
     * @throws StartException as {@link #load}
     */
    static BridgeList loadBridges(Settings settings) throws StartException {
        String setting = "rendezvous.bridge-list-path";
        Optional<Path> file = settings.optional(setting).map(Path::of);
        try {
            return file.isPresent() ? BridgeList.load(file.get()) : BridgeList.DEFAULT;
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(setting + ": " + FileTrouble.line(e), e);
        }
    }

    private ReloadableFile<PollIntervals> pollIntervals(Settings settings) {
        PollIntervals set = new PollIntervals(
                interval(settings, "rendezvous.next-poll-open", "rendezvous.next-poll-unrestricted"),
                interval(settings, "rendezvous.next-poll-moderate", "rendezvous.next-poll-restricted"),
                interval(settings, "rendezvous.next-poll-strict", "rendezvous.next-poll-restricted"));
        Optional<Path> file = settings.optional("rendezvous.poll-interval-filepath").map(Path::of);
        if (file.isEmpty()) {
            return new ReloadableFile<>(set, List.of(), () -> set, never -> { });
        }
        return new ReloadableFile<>(set, List.of(file.get()), () -> readPollIntervals(file.get()),
                e -> LOG.warn("failed to load poll interval from file: {}", FileTrouble.line(e)));
    }

    private static Duration interval(Settings settings, String name, String nameBefore) {
        return settings.duration(settings.optional(name).isPresent() ? name : nameBefore);
    }

    private PollIntervals readPollIntervals(Path file) throws IOException {
        PollIntervalFile.Reading read = PollIntervalFile.read(file, pollIntervals.get());
        read.notes().forEach(note -> LOG.info("{}: {}", file, note));
        for (NatPool pool : NatPool.values()) {
            LOG.info("Loaded {} poll interval: {} ms", pool, read.intervals().of(pool).toMillis());
        }
        return read.intervals();
    }

    /** Returns the bridges that clients may ask for. */
    public BridgeList bridges() {
        return bridges;
    }

    /** Returns the country database of the moment, {@link Countries#NONE} where there is none. */
    public Supplier<Countries> countries() {
        return countries;
    }

    /** Returns when proxies are asked to poll again, at the moment. */
    public Supplier<PollIntervals> pollIntervals() {
        return pollIntervals;
    }

    /** Returns what reads the files again, in the reference's order. */
    public Reloads reloads() {
        return reloads;
    }
}
