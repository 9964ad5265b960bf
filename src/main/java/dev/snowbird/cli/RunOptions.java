package dev.snowbird.cli;

import picocli.CommandLine.Option;

/**
 * The options of {@code run} alone. Those of the rendezvous are the reference's (section 19 of the Snowflake contract),
 * and that of the chat is the Go core's.
 */
final class RunOptions {

    private static final String NO_ACME = "the --acme-hostnames, --acme-email and --acme-cert-cache options are not"
            + " offered: let certbot fetch the certificate and give its files to --cert and --key, or let a reverse"
            + " proxy do TLS (docs/operations.md)";

    private final SettingOptions settings;

    /** Takes the options that these set settings of. */
    RunOptions(SettingOptions settings) {
        this.settings = settings;
    }

    @Option(names = {"--addr", "-addr"}, paramLabel = "HOST:PORT", converter = Address.Converter.class,
            description = "Where proxies and clients connect (http.host, http.port); :PORT is all interfaces.")
    private void address(Address address) {
        settings.set("http.host", address.host());
        settings.set("http.port", address.port());
    }

    @Option(names = {"--cert", "-cert"}, paramLabel = "FILE",
            description = "The certificate to do TLS with, in PEM (http.tls-cert).")
    private void certificate(String file) {
        settings.set("http.tls-cert", file);
    }

    @Option(names = {"--key", "-key"}, paramLabel = "FILE",
            description = "The private key of that certificate, in PEM (http.tls-key).")
    private void key(String file) {
        settings.set("http.tls-key", file);
    }

    @Option(names = {"--disable-tls", "-disable-tls"}, arity = "0..1", fallbackValue = "true",
            description = "Allows plain HTTP on any address (http.disable-tls).")
    private void disableTls(boolean disable) {
        settings.set("http.disable-tls", String.valueOf(disable));
    }

    @Option(names = {"--trusted-hops", "-trusted-hops"}, paramLabel = "NUMBER",
            converter = GoFlagInteger.Converter.class,
            description = "How many reverse proxies a proxy's poll comes through (http.trusted-hops).")
    private void trustedHops(GoFlagInteger hops) {
        settings.set("http.trusted-hops", String.valueOf(hops.count()));
    }

    @Option(names = {"--acme-hostnames", "-acme-hostnames", "--acme-email", "-acme-email", "--acme-cert-cache",
        "-acme-cert-cache"}, hidden = true)
    private void acme(String ignored) {
        settings.refuse(NO_ACME);
    }

    @Option(names = {"--broker-sqs-name", "-broker-sqs-name"}, paramLabel = "NAME",
            description = "The broker's queue (rendezvous.broker-sqs-name).")
    private void brokerSqsName(String name) {
        settings.set("rendezvous.broker-sqs-name", name);
    }

    @Option(names = {"--broker-sqs-region", "-broker-sqs-region"}, paramLabel = "REGION",
            description = "The AWS region of that queue (rendezvous.broker-sqs-region).")
    private void brokerSqsRegion(String region) {
        settings.set("rendezvous.broker-sqs-region", region);
    }

    @Option(names = {"--sqs-profiles", "-sqs-profiles"}, paramLabel = "NAMES",
            description = "AWS profiles, with commas between: a broker queue for each (rendezvous.sqs-profiles).")
    private void sqsProfiles(String profiles) {
        settings.set("rendezvous.sqs-profiles", profiles);
    }

    @Option(names = {"--allowed-relay-pattern", "-allowed-relay-pattern"}, paramLabel = "PATTERN",
            description = "The relays a proxy must accept (rendezvous.allowed-relay-pattern).")
    private void allowedRelayPattern(String pattern) {
        settings.set("rendezvous.allowed-relay-pattern", pattern);
    }

    @Option(names = {"--bridge-list-path", "-bridge-list-path"}, paramLabel = "FILE",
            description = "The bridges clients may ask for (rendezvous.bridge-list-path).")
    private void bridgeListPath(String file) {
        settings.set("rendezvous.bridge-list-path", file);
    }

    @Option(names = {"--poll-interval-filepath", "-poll-interval-filepath"}, paramLabel = "FILE",
            description = "When proxies poll again, reread when it changes (rendezvous.poll-interval-filepath).")
    private void pollIntervalFilepath(String file) {
        settings.set("rendezvous.poll-interval-filepath", file);
    }

    @Option(names = {"--geoipdb", "-geoipdb"}, paramLabel = "FILE",
            description = "The countries of IPv4 addresses, reread when it changes (rendezvous.geoipdb).")
    private void geoipdb(String file) {
        settings.set("rendezvous.geoipdb", file);
    }

    @Option(names = {"--geoip6db", "-geoip6db"}, paramLabel = "FILE",
            description = "The countries of IPv6 addresses, reread when it changes (rendezvous.geoip6db).")
    private void geoip6db(String file) {
        settings.set("rendezvous.geoip6db", file);
    }

    @Option(names = {"--disable-geoip", "-disable-geoip"}, arity = "0..1", fallbackValue = "true",
            description = "Does without countries (rendezvous.disable-geoip).")
    private void disableGeoip(boolean disable) {
        settings.set("rendezvous.disable-geoip", String.valueOf(disable));
    }

    @Option(names = {"--metrics-log", "-metrics-log"}, paramLabel = "FILE",
            description = "Where the daily counts are written (rendezvous.metrics-log).")
    private void metricsLog(String file) {
        settings.set("rendezvous.metrics-log", file);
    }

    @Option(names = {"--ip-count-prefix", "-ip-count-prefix"}, paramLabel = "PREFIX",
            description = "Begins the names of the journals of distinct addresses (rendezvous.ip-count-prefix).")
    private void ipCountPrefix(String prefix) {
        settings.set("rendezvous.ip-count-prefix", prefix);
    }

    @Option(names = {"--ip-count-interval", "-ip-count-interval"}, paramLabel = "TIME",
            description = "How often they are written (rendezvous.ip-count-interval).")
    private void ipCountInterval(String interval) {
        settings.set("rendezvous.ip-count-interval", interval);
    }

    @Option(names = {"--bind-host", "-bind-host"}, paramLabel = "HOST:PORT",
            description = "Where plugins and chat backends connect (seabird.bind-host); :PORT is all interfaces.")
    private void bindHost(String address) {
        settings.set("seabird.bind-host", address);
    }
}
