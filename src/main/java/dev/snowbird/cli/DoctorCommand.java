package dev.snowbird.cli;

import dev.snowbird.Doctor;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code snowbird doctor}: whether a start would find all that it needs of the machine and of other services. */
@Command(name = "doctor", description = {"Looks at ports, files, limits, rights on SQS and AMQP, and routes.",
    "Prints a line for each: ok, warn or fail, and what to do. Starts nothing, and leaves nothing behind."},
        footer = {"", "Examples:", "  snowbird doctor", "  snowbird doctor && systemctl start snowbird",
            "  snowbird doctor --property amqp.uri=amqps://seabird@rabbit.example/seabird"})
public final class DoctorCommand extends StartCheck {

    DoctorCommand(SettingOptions options, RunOptions runOptions, TokenOptions tokenOptions, RoutesCommand.Where where) {
        super(options, runOptions, tokenOptions, where);
    }

    @Override
    boolean passes(Settings settings, Path routes, CommandSpec spec) throws StartException {
        return Doctor.examine(settings, routes, finding -> {
            spec.commandLine().getOut().println(finding);
            spec.commandLine().getOut().flush();
        });
    }
}
