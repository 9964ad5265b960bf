package dev.snowbird.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code snowbird generate-completion}: the script by which a shell completes commands and options. */
@Command(name = "generate-completion", description = "Prints a script that lets bash or zsh complete commands.",
        footer = {"", "Examples:", "  snowbird generate-completion > /etc/bash_completion.d/snowbird",
            "  source <(snowbird generate-completion)"})
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(AutoComplete.bash("snowbird", spec.root().commandLine()));
    }
}
