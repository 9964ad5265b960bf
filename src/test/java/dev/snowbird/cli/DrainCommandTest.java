package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.snowbird.management.DrainPage;
import dev.snowbird.testing.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Whom a drain asks, and whom never. */
class DrainCommandTest {

    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void saysThatNobodyIsThere() throws Exception {
        int port = Ports.choose();
        assertEquals(1, drain("management.port=" + port));
        assertEquals("nothing that can be drained answers at http://127.0.0.1:" + port
                + "/observe/drain; look at management.host and management.port\n", error.toString());
    }

    @Test
    void wantsToKnowWhichPort() {
        assertEquals(1, drain("management.port=0"));
        assertEquals("management.port=0: say which port the running program has, as in --property"
                + " management.port=9876\n", error.toString());
    }

    /** A signal to this very test would end it. */
    @ParameterizedTest
    @CsvSource({"PID, COMMAND, 1970-01-01T00:00:01Z", "PID, /usr/bin/another, STARTED", "0, COMMAND, STARTED"})
    void asksNoProcessThatOnlyHasTheNumberOfAnother(String pid, String command, String started) throws Exception {
        ProcessHandle self = ProcessHandle.current();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "{\"pid\":%s,\"command\":\"%s\",\"started\":\"%s\",\"state\":\"serving\",\"underWay\":{}}".formatted(
                pid.replace("PID", String.valueOf(self.pid())),
                command.replace("COMMAND", self.info().command().orElseThrow()),
                started.replace("STARTED", self.info().startInstant().orElseThrow().toString()))
                .getBytes(StandardCharsets.UTF_8);
        server.createContext(DrainPage.PATH, request -> {
            request.sendResponseHeaders(200, page.length);
            request.getResponseBody().write(page);
            request.close();
        });
        server.start();
        try {
            assertEquals(1, drain("management.port=" + server.getAddress().getPort()));
            assertEquals("what answers at http://127.0.0.1:%d/observe/drain is no process that is seen from here;"
                    .formatted(server.getAddress().getPort()) + " say drain where it runs, as in its container\n", error.toString());
        } finally {
            server.stop(0);
        }
    }

    private int drain(String setting) {
        return new CommandLine(new DrainCommand(new SettingOptions()))
                .setExecutionExceptionHandler(new LineOnWrongSetting())
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true))
                .execute("--property", setting);
    }
}
