package dev.snowbird.cli;

import dev.snowbird.log.RootCause;
import dev.snowbird.management.DrainPage;
import dev.snowbird.settings.HostText;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.Drain;
import dev.snowbird.start.Signals;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code snowbird drain}: has a running program leave its peers to others, and tells how far that is. The program is
 * found by its management port, but asked by a signal, which the system only lets its own user send.
 */
@Command(name = "drain", description = {"Has the Snowbird of this machine that has these settings stop without losing"
    + " anybody, and waits for its end.", "It is found by management.host and management.port, and asked by SIGUSR1."},
        footer = {"", "Examples:", "  snowbird drain", "  snowbird drain --property management.port=9877",
            "  snowbird drain --config /etc/snowbird/application.properties"})
public final class DrainCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final Duration LOOK = Duration.ofMillis(250);
    /** How long a page may take, and how long a program may from its drain's end to its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(15);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingOptions options;

    /** Made when it is first used: whatever is started makes the command, and a client loads hundreds of classes. */
    private static final class Http {

        static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    /**
     * @param options tell which program it is
     */
    DrainCommand(SettingOptions options) {
        this.options = options;
    }

    /**
     * Drains.
     *
     * @return 0 when the program has ended, and nothing was left
     * @throws StartException                         when there is no such program, or it can't be asked
     * @throws dev.snowbird.settings.SettingException when a setting is wrong
     */
    @Override
    public Integer call() throws StartException, InterruptedException {
        Settings settings = options.load();
        URI page = page(settings);
        DrainPage first = look(page).orElseThrow(() -> new StartException("nothing that can be drained answers at %s;"
                .formatted(page) + " look at management.host and management.port"));
        ProcessHandle process = ProcessHandle.of(first.pid())
                .filter(first::isOf)
                .orElseThrow(() -> new StartException(("what answers at %s is no process that is seen from here;"
                        + " say drain where it runs, as in its container").formatted(page)));
        ask(process);
        DrainPage last = watch(page, first, process, settings.duration("drain.timeout").plus(STOP));
        if (process.isAlive()) {
            throw new StartException("process %d is still there, with %s; ask it to stop, with SIGTERM"
                    .formatted(process.pid(), Drain.told(last.underWay())));
        }
        boolean drained = last.state().equals(Drain.Phase.DRAINED.toString());
        spec.commandLine().getOut().println(drained ? "drained"
                : "ended, with " + Drain.told(last.underWay()) + " left");
        return drained ? 0 : FAILED;
    }

    private static URI page(Settings settings) throws StartException {
        String host = settings.text("management.host");
        int port = settings.integer("management.port");
        if (port == 0) {
            throw new StartException("management.port=0: say which port the running program has, as in"
                    + " --property management.port=9876");
        }
        return URI.create("http://%s:%d%s".formatted(HostText.inLocalUrl(host), port, DrainPage.PATH));
    }

    private Optional<DrainPage> look(URI page) throws InterruptedException {
        try {
            HttpResponse<String> response = Http.CLIENT.send(HttpRequest.newBuilder(page).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            return Optional.of(DrainPage.read(response.body()));
        } catch (IOException | RuntimeException notThere) {
            return Optional.empty();
        }
    }

    /** By a shell, which has the command everywhere; Java itself can only send SIGTERM. */
    private static void ask(ProcessHandle process) throws StartException, InterruptedException {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s " + Signals.DRAIN + " " + process.pid())
                    .redirectErrorStream(true).start();
            String said = new String(kill.getInputStream().readAllBytes()).strip();
            if (kill.waitFor() != 0) {
                throw new StartException("process %d can't be asked: %s".formatted(process.pid(), said));
            }
        } catch (IOException e) {
            throw new StartException("process %d can't be asked: %s".formatted(process.pid(), RootCause.line(e)), e);
        }
    }

    private DrainPage watch(URI page, DrainPage first, ProcessHandle process, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        DrainPage last = first;
        try (Progress progress = new Progress(spec.commandLine().getErr())) {
            while (process.isAlive() && System.nanoTime() < end) {
                Optional<DrainPage> now = look(page);
                if (now.isPresent()) {
                    last = now.get();
                    progress.show(last.state(), Drain.told(last.underWay()));
                }
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            }
        }
        return last;
    }
}
