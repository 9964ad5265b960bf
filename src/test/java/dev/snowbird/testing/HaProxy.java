package dev.snowbird.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** HAProxy as {@code config/haproxy.cfg} has it, without TLS, before two programs of this machine. */
public final class HaProxy implements AutoCloseable {

    private static final String PROGRAM = "/usr/sbin/haproxy";
    private static final String HOST = "127.0.0.1";

    private final int brokerPort = Ports.choose();
    private final int chatPort = Ports.choose();
    private final GuardedProcess process;

    private HaProxy(Path folder, Program one, Program two) throws IOException {
        String file = Files.readString(Path.of("config", "haproxy.cfg"))
                // Without the right to open so many files it would not start.
                .replace("maxconn 131072", "maxconn 1000")
                .replaceAll("bind :443 .*", "bind " + HOST + ":" + brokerPort)
                .replaceAll("bind :11236 .*", "bind " + HOST + ":" + chatPort + " proto h2");
        process = GuardedProcess.start(Map.of(), folder.resolve("haproxy.txt"), PROGRAM, "-db", "-f",
                Files.writeString(folder.resolve("haproxy.cfg"), behind(file, one, two)).toString());
        for (int port : new int[] {brokerPort, chatPort}) {
            Awaitility.await().atMost(Broker.patience()).ignoreException(ConnectException.class).until(() -> {
                new Socket(HOST, port).close();
                return true;
            });
        }
    }

    private static String behind(String file, Program one, Program two) {
        String behind = file;
        for (Map.Entry<String, Program> server : Map.of("10.0.0.1", one, "10.0.0.2", two).entrySet()) {
            Program program = server.getValue();
            int management = program.listener("management", "").getPort();
            behind = behind.replace(server.getKey() + ":8080", HOST + ":" + program.listener("http", "").getPort())
                    .replace(server.getKey() + ":11235", HOST + ":" + program.listener("seabird", "").getPort())
                    .replace("addr " + server.getKey() + " port 9876", "addr " + HOST + " port " + management);
        }
        return behind;
    }

    /** Starts it, or has the test skipped where it is not installed. */
    public static HaProxy start(Path folder, Program one, Program two) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(PROGRAM)) || "true".equals(System.getenv("CI")),
                "haproxy is not installed");
        return new HaProxy(folder, one, two);
    }

    /** Where proxies and clients find one of the brokers. */
    public URI broker(String path) {
        return URI.create("http://" + HOST + ":" + brokerPort + path);
    }

    /** Where plugins and backends find one of the cores. */
    public ChatPeers chat(String database) {
        return new ChatPeers(HOST, chatPort, database);
    }

    @Override
    public void close() {
        process.close();
    }
}
