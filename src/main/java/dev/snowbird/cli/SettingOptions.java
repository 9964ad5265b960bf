package dev.snowbird.cli;

import dev.snowbird.settings.LogSettings;
import dev.snowbird.settings.ProgramFolder;
import dev.snowbird.settings.SettingException;
import dev.snowbird.settings.SettingFile;
import dev.snowbird.settings.Settings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options that set settings, for every command that has any. A flag is the same as its {@code --property},
 * and as picocli calls the methods here in the order of the command
 * line, the last one wins. One dash is as good as two, as in the reference (section 19 of the Snowflake contract).
 */
public final class SettingOptions {

    private static final String NO_ACME = "the --acme-hostnames, --acme-email and --acme-cert-cache options are not"
            + " offered: let certbot fetch the certificate and give its files to --cert and --key, or let a reverse"
            + " proxy do TLS (docs/operations.md)";

    private final Map<String, String> overrides = new LinkedHashMap<>();
    private Optional<Path> config = Optional.empty();
    private boolean acme;

    /** Returns the settings given on the command line so far, by key. */
    public Map<String, String> overrides() {
        return Collections.unmodifiableMap(overrides);
    }

    /**
     * Loads the settings of this process, of its working directory, its environment and these options, and applies
     * those of the log.
     *
     * @throws SettingException as {@link Settings#load}, and for what the reference has and Snowbird has not
     */
    public Settings load() {
        if (acme) {
            throw new SettingException(NO_ACME);
        }
        return load(config, overrides);
    }

    /**
     * Does the same for a command that has none of these options.
     *
     * @throws SettingException as {@link Settings#load}
     */
    static Settings loadWithoutOptions() {
        return load(Optional.empty(), Map.of());
    }

    private static Settings load(Optional<Path> config, Map<String, String> overrides) {
        Path workingDirectory = Path.of("");
        SettingFile file = config.map(named -> SettingFile.named(named, workingDirectory))
                .orElseGet(() -> SettingFile.find(workingDirectory, ProgramFolder.find()));
        Settings settings = Settings.load(file, System.getenv(), overrides);
        LogSettings.apply(settings);
        return settings;
    }

    @Option(names = {"--config", "-config"}, paramLabel = "FILE",
            description = "Reads settings from this file, instead of config/application.properties in this folder or"
                    + " beside the program.")
    private void config(Path file) {
        config = Optional.of(file);
    }

    @Option(names = {"--property", "-property"}, paramLabel = "KEY=VALUE", converter = Property.Converter.class,
            description = "Sets any setting; config/application.properties lists them. May be repeated.")
    private void property(Property property) {
        overrides.put(property.key(), property.value());
    }

    @Option(names = {"--addr", "-addr"}, paramLabel = "HOST:PORT", converter = Address.Converter.class,
            description = "Where proxies and clients connect (http.host, http.port); :PORT is all interfaces.")
    private void address(Address address) {
        overrides.put("http.host", address.host());
        overrides.put("http.port", address.port());
    }

    @Option(names = {"--cert", "-cert"}, paramLabel = "FILE",
            description = "The certificate to do TLS with, in PEM (http.tls-cert).")
    private void certificate(String file) {
        overrides.put("http.tls-cert", file);
    }

    @Option(names = {"--key", "-key"}, paramLabel = "FILE",
            description = "The private key of that certificate, in PEM (http.tls-key).")
    private void key(String file) {
        overrides.put("http.tls-key", file);
    }

    @Option(names = {"--disable-tls", "-disable-tls"}, arity = "0..1", fallbackValue = "true",
            description = "Allows plain HTTP on any address (http.disable-tls).")
    private void disableTls(boolean disable) {
        overrides.put("http.disable-tls", String.valueOf(disable));
    }

    @Option(names = {"--trusted-hops", "-trusted-hops"}, paramLabel = "NUMBER",
            converter = GoFlagInteger.Converter.class,
            description = "How many reverse proxies a proxy's poll comes through (http.trusted-hops).")
    private void trustedHops(GoFlagInteger hops) {
        overrides.put("http.trusted-hops", String.valueOf(hops.count()));
    }

    @Option(names = {"--acme-hostnames", "-acme-hostnames", "--acme-email", "-acme-email", "--acme-cert-cache",
        "-acme-cert-cache"}, hidden = true)
    private void acme(String ignored) {
        acme = true;
    }

    @Option(names = {"--broker-sqs-name", "-broker-sqs-name"}, paramLabel = "NAME",
            description = "The broker's queue (rendezvous.broker-sqs-name).")
    private void brokerSqsName(String name) {
        overrides.put("rendezvous.broker-sqs-name", name);
    }

    @Option(names = {"--broker-sqs-region", "-broker-sqs-region"}, paramLabel = "REGION",
            description = "The AWS region of that queue (rendezvous.broker-sqs-region).")
    private void brokerSqsRegion(String region) {
        overrides.put("rendezvous.broker-sqs-region", region);
    }

    @Option(names = {"--metrics-log", "-metrics-log"}, paramLabel = "FILE",
            description = "Where the daily counts are written (rendezvous.metrics-log).")
    private void metricsLog(String file) {
        overrides.put("rendezvous.metrics-log", file);
    }

    @Option(names = {"--ip-count-prefix", "-ip-count-prefix"}, paramLabel = "PREFIX",
            description = "Begins the names of the journals of distinct addresses (rendezvous.ip-count-prefix).")
    private void ipCountPrefix(String prefix) {
        overrides.put("rendezvous.ip-count-prefix", prefix);
    }

    @Option(names = {"--ip-count-interval", "-ip-count-interval"}, paramLabel = "TIME",
            description = "How often they are written (rendezvous.ip-count-interval).")
    private void ipCountInterval(String interval) {
        overrides.put("rendezvous.ip-count-interval", interval);
    }

    @Option(names = {"--sqs-profiles", "-sqs-profiles"}, paramLabel = "NAMES",
            description = "AWS profiles, with commas between: a broker queue for each (rendezvous.sqs-profiles).")
    private void sqsProfiles(String profiles) {
        overrides.put("rendezvous.sqs-profiles", profiles);
    }

    @Option(names = {"--allowed-relay-pattern", "-allowed-relay-pattern"}, paramLabel = "PATTERN",
            description = "The relays a proxy must accept (rendezvous.allowed-relay-pattern).")
    private void allowedRelayPattern(String pattern) {
        overrides.put("rendezvous.allowed-relay-pattern", pattern);
    }

    @Option(names = {"--bridge-list-path", "-bridge-list-path"}, paramLabel = "FILE",
            description = "The bridges clients may ask for (rendezvous.bridge-list-path).")
    private void bridgeListPath(String file) {
        overrides.put("rendezvous.bridge-list-path", file);
    }

    @Option(names = {"--poll-interval-filepath", "-poll-interval-filepath"}, paramLabel = "FILE",
            description = "When proxies poll again, reread when it changes (rendezvous.poll-interval-filepath).")
    private void pollIntervalFilepath(String file) {
        overrides.put("rendezvous.poll-interval-filepath", file);
    }

    @Option(names = {"--geoipdb", "-geoipdb"}, paramLabel = "FILE",
            description = "The countries of IPv4 addresses, reread when it changes (rendezvous.geoipdb).")
    private void geoipdb(String file) {
        overrides.put("rendezvous.geoipdb", file);
    }

    @Option(names = {"--geoip6db", "-geoip6db"}, paramLabel = "FILE",
            description = "The countries of IPv6 addresses, reread when it changes (rendezvous.geoip6db).")
    private void geoip6db(String file) {
        overrides.put("rendezvous.geoip6db", file);
    }

    @Option(names = {"--disable-geoip", "-disable-geoip"}, arity = "0..1", fallbackValue = "true",
            description = "Does without countries (rendezvous.disable-geoip).")
    private void disableGeoip(boolean disable) {
        overrides.put("rendezvous.disable-geoip", String.valueOf(disable));
    }

    @Option(names = {"--unsafe-logging", "-unsafe-logging"}, arity = "0..1", fallbackValue = "true",
            description = "Leaves addresses, session descriptions and credentials in the log (log.unsafe).")
    private void unsafeLogging(boolean unsafe) {
        overrides.put("log.unsafe", String.valueOf(unsafe));
    }
}
