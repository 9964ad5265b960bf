package dev.snowbird;

import dev.snowbird.doctor.Finding;
import dev.snowbird.doctor.MachineLimits;
import dev.snowbird.embedded.EmbeddedAmqp;
import dev.snowbird.embedded.EmbeddedLibraries;
import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.FileFindings;
import dev.snowbird.rendezvous.cluster.NodeFindings;
import dev.snowbird.rendezvous.queue.QueueFindings;
import dev.snowbird.seabird.amqp.BrokerFindings;
import dev.snowbird.seabird.api.TokenFinding;
import dev.snowbird.settings.HostAndPort;
import dev.snowbird.settings.Settings;
import dev.snowbird.settings.SqsEndpoint;
import dev.snowbird.start.FreePort;
import dev.snowbird.start.StartException;
import dev.snowbird.tls.BadCertificateException;
import dev.snowbird.tls.CertificateFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at all that a start needs of the machine and of other services. Nothing is started, and nothing is left behind.
 */
public final class Doctor {

    private final Settings settings;
    private final Consumer<Finding> told;
    private boolean failed;

    private Doctor(Settings settings, Consumer<Finding> told) {
        this.settings = settings;
        this.told = told;
    }

    /**
     * Looks. This waits for SQS and the AMQP broker, each time no longer than some seconds.
     *
     * @param settings what would be started
     * @param routes   where the operator's routes are
     * @param told     gets each finding when it is there
     * @return whether a start has a chance
     */
    public static boolean examine(Settings settings, Path routes, Consumer<Finding> told) {
        Doctor doctor = new Doctor(settings, told);
        doctor.tell(MachineLimits.ofThisProcess().findings(settings));
        doctor.port("management.port", settings.text("management.host"), settings.integer("management.port"));
        if (settings.flag("rendezvous.enabled")) {
            doctor.rendezvous();
        }
        if (settings.flag("seabird.enabled")) {
            doctor.seabird();
        }
        doctor.routes(routes);
        return !doctor.failed;
    }

    private void rendezvous() {
        port("http.port", settings.text("http.host"), settings.integer("http.port"));
        certificate("http");
        tell(FileFindings.of(settings));
        if (settings.sqsEndpoint().kind() == SqsEndpoint.Kind.EMBEDDED) {
            embedded(EmbeddedLibraries.SQS, "sqs.endpoint");
            port("sqs.embedded.port", EmbeddedSqs.HOST, settings.integer("sqs.embedded.port"));
        } else if (settings.usesSqs()) {
            tell(QueueFindings.of(settings));
        }
        if (settings.flag("cluster.enabled")) {
            tell(NodeFindings.of(settings));
        }
    }

    private void seabird() {
        HostAndPort address = settings.hostAndPort("seabird.bind-host");
        port("seabird.bind-host", address.host(), address.port());
        certificate("seabird");
        tell(TokenFinding.of(settings.text("seabird.database-url")));
        if (settings.amqpUri().uri().isEmpty()) {
            embedded(EmbeddedLibraries.AMQP, "amqp.uri");
            port("amqp.embedded.port", EmbeddedAmqp.HOST, settings.integer("amqp.embedded.port"));
        } else {
            tell(BrokerFindings.of(settings));
        }
    }

    private void port(String setting, String host, int port) {
        try {
            FreePort.require(setting, host, port);
            tell(Finding.ok(setting, port == 0 ? "any free port of " + host : "%s:%d is free".formatted(host, port)));
        } catch (StartException e) {
            tell(Finding.fail(setting, e.getMessage().replaceFirst("^\\S+ ", "")
                    + "; end the program that has it (a running Snowbird?), or set another"));
        }
    }

    private void certificate(String server) {
        settings.optional(server + ".tls-cert").ifPresent(file -> {
            try {
                new CertificateFiles(server, Path.of(file), Path.of(settings.text(server + ".tls-key")),
                        new Reloads(List.of())).renewed();
                tell(Finding.ok(server + ".tls-cert", file + " and its key belong together"));
            } catch (BadCertificateException e) {
                tell(Finding.failed(server + ".tls-cert", e.getMessage()));
            }
        });
    }

    private void embedded(EmbeddedLibraries libraries, String setting) {
        try {
            libraries.require();
            tell(Finding.ok(setting, "embedded"));
        } catch (StartException e) {
            tell(Finding.failed(setting, e.getMessage()));
        }
    }

    /** A file that is no use ends the check of routes, and has been told. */
    private void routes(Path folder) {
        try {
            List<String> mistakes = Rehearsal.mistakes(settings, folder);
            mistakes.forEach(mistake -> tell(Finding.fail("routes", mistake)));
            if (mistakes.isEmpty()) {
                tell(Finding.ok("routes", "nothing is wrong with them"));
            }
        } catch (StartException e) {
            tell(Finding.fail("routes", "could not be checked: " + e.getMessage()));
        }
    }

    private void tell(List<Finding> findings) {
        findings.forEach(this::tell);
    }

    private void tell(Finding finding) {
        failed |= finding.level() == Finding.Level.FAIL;
        told.accept(finding);
    }
}
