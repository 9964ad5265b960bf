package dev.snowbird.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.SelfSigned;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples in {@code config/} for programs around Snowbird are what those programs take. */
class ExampleConfigurationsTest {

    private static final Path CONFIG = Path.of("config");

    @TempDir
    private Path folder;

    @Test
    void systemdTakesTheUnit() throws Exception {
        requireInstalled("systemd-analyze", "/usr/bin/systemd-analyze");
        Path script = Files.createFile(folder.resolve("snowbird"));
        assertTrue(script.toFile().setExecutable(true));
        Path unit = Files.writeString(folder.resolve("snowbird.service"), Files.readString(
                CONFIG.resolve("snowbird.service")).replace("/opt/snowbird/bin/snowbird", script.toString()));
        assertEquals("", run("systemd-analyze", "verify", "--man=no", unit.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx.conf", "nodes-nginx.conf"})
    void nginxTakesItsFiles(String name) throws Exception {
        requireInstalled("nginx", "/usr/sbin/nginx");
        SelfSigned.make(folder, "localhost", "EC")
                .write(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
        String site = Files.readString(CONFIG.resolve(name))
                .replaceAll("/etc/letsencrypt/live/[a-z.]+", folder.toString());
        Path file = Files.writeString(folder.resolve("nginx.conf"), """
                pid %s/pid; error_log stderr warn; events {} http { access_log off;
                client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s; %s }""".formatted(folder, site));
        String said = run("/usr/sbin/nginx", "-q", "-t", "-c", file.toString());
        assertEquals(List.of(), said.lines().filter(line -> !line.contains("could not open error log")).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy.cfg", "nodes-haproxy.cfg"})
    void haProxyTakesItsFiles(String name) throws Exception {
        requireInstalled("haproxy", "/usr/sbin/haproxy");
        SelfSigned pair = SelfSigned.make(folder, "localhost", "EC");
        Path both = Files.writeString(folder.resolve("both.pem"), pair.certificate() + pair.key());
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), Files.readString(CONFIG.resolve(name))
                .replaceAll("/etc/haproxy/\\S+\\.pem", both.toString()));
        assertEquals("", run("/usr/sbin/haproxy", "-q", "-c", "-f", file.toString()));
    }

    /** Fields that Kubernetes does not know, and those it requires, as its own client has them. */
    @Test
    void kubernetesKnowsEveryFieldOfTheManifests() throws Exception {
        Map<String, JsonElement> manifests = manifests();
        V1ConfigMap.validateJsonElement(manifests.remove("ConfigMap"));
        V1Deployment.validateJsonElement(manifests.remove("Deployment"));
        V1Service.validateJsonElement(manifests.remove("Service"));
        V1PodDisruptionBudget.validateJsonElement(manifests.remove("PodDisruptionBudget"));
        V1NetworkPolicy.validateJsonElement(manifests.remove("NetworkPolicy"));
        assertEquals(Map.of(), manifests);
    }

    @Test
    void theSettingsInTheManifestsAreSettings() throws Exception {
        Properties settings = new Properties();
        settings.load(new StringReader(manifests().get("ConfigMap").getAsJsonObject()
                .getAsJsonObject("data").get("application.properties").getAsString()));
        Map<String, String> given = new HashMap<>();
        settings.stringPropertyNames().forEach(key -> given.put(key, settings.getProperty(key)));
        assertEquals("0.0.0.0:11235", Settings.builtIn(given).text("seabird.bind-host"));
    }

    private static Map<String, JsonElement> manifests() throws IOException {
        Map<String, JsonElement> manifests = new HashMap<>();
        String text = Files.readString(CONFIG.resolve("kubernetes.yaml"));
        for (Object manifest : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            JsonElement json = JsonParser.parseString(new Gson().toJson(manifest));
            manifests.put(json.getAsJsonObject().get("kind").getAsString(), json);
        }
        return manifests;
    }

    private static void requireInstalled(String name, String program) {
        assumeTrue(Files.isExecutable(Path.of(program)) || "true".equals(System.getenv("CI")),
                name + " is not installed");
    }

    /** Returns all that a program says, which must end well. */
    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
