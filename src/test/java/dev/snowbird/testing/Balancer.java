package dev.snowbird.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A balancer as {@code config/nodes-…} has it, without TLS, before three nodes of this machine. */
public final class Balancer implements AutoCloseable {

    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final String HOST = "127.0.0.1";

    private final int port;
    private final GuardedProcess process;

    private Balancer(int port, GuardedProcess process) {
        this.port = port;
        this.process = process;
        Awaitility.await().atMost(Broker.patience()).ignoreException(ConnectException.class).until(() -> {
            new Socket(HOST, port).close();
            return true;
        });
    }

    /**
     * A node.
     *
     * @param http       the port of proxies and clients
     * @param management the port that tells its health
     */
    public record Node(int http, int management) {
    }

    /** Starts HAProxy, or has the test skipped where it is not installed. */
    public static Balancer haProxy(Path folder, List<Node> nodes) throws IOException {
        requireInstalled(HAPROXY);
        int port = Ports.choose();
        String file = behind(Files.readString(Path.of("config", "nodes-haproxy.cfg")), nodes)
                // Without the right to open so many files it would not start.
                .replace("maxconn 131072", "maxconn 1000")
                .replaceAll("bind :443 .*", "bind " + HOST + ":" + port);
        return new Balancer(port, GuardedProcess.start(Map.of(), folder.resolve("haproxy.txt"), HAPROXY.toString(),
                "-db", "-f", Files.writeString(folder.resolve("haproxy.cfg"), file).toString()));
    }

    /** Starts nginx, or has the test skipped where it is not installed. */
    public static Balancer nginx(Path folder, List<Node> nodes) throws IOException {
        requireInstalled(NGINX);
        int port = Ports.choose();
        String site = behind(Files.readString(Path.of("config", "nodes-nginx.conf")), nodes)
                .replaceAll(" *(ssl_|listen \\[).*\n", "")
                .replaceAll("listen 443 .*;", "listen " + HOST + ":" + port + ";");
        Path file = Files.writeString(folder.resolve("nginx.conf"), """
                pid %s/pid; daemon off; error_log stderr warn; events {} http { access_log off;
                client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s; %s }""".formatted(folder, site));
        return new Balancer(port, GuardedProcess.start(Map.of(), folder.resolve("nginx.txt"), NGINX.toString(), "-c",
                file.toString()));
    }

    private static String behind(String file, List<Node> nodes) {
        String behind = file;
        for (int i = 0; i < nodes.size(); i++) {
            String host = "10.0.0." + (i + 1);
            behind = behind.replace(host + ":8080", HOST + ":" + nodes.get(i).http())
                    .replace("addr " + host + " port 9876", "addr " + HOST + " port " + nodes.get(i).management());
        }
        return behind;
    }

    private static void requireInstalled(Path program) {
        Assumptions.assumeTrue(Files.isExecutable(program) || "true".equals(System.getenv("CI")),
                program.getFileName() + " is not installed");
    }

    /** Where peers connect. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
