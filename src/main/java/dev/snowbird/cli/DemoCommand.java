package dev.snowbird.cli;

import dev.snowbird.demo.ChatDemo;
import dev.snowbird.demo.Narrator;
import dev.snowbird.demo.RendezvousDemo;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code snowbird demo}: plays a whole rendezvous and a chat on this machine, and tells it step by step. */
@Command(name = "demo", description = "Plays a whole rendezvous and a chat on this machine, and tells what happens.",
        footer = {"", "Example:", "  snowbird demo"})
public final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    /**
     * Plays it.
     *
     * @return 0, or 1 when a step failed, which is named
     */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Narrator narrator = new Narrator(out);
        try {
            try (RendezvousDemo demo = new RendezvousDemo(narrator)) {
                demo.play();
            }
            try (ChatDemo demo = new ChatDemo(narrator)) {
                demo.play();
            }
            return 0;
        } catch (Exception e) {
            narrator.failed(e);
            return 1;
        }
    }
}
