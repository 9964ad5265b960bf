package dev.snowbird.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.snowbird.testing.Http;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    @Test
    void putsUpItsPagesBeforeItListens() throws Exception {
        AtomicReference<ManagementServer> server = new AtomicReference<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            server.set(new ManagementServer("127.0.0.1", 0, router -> {
                assertNull(server.get().getServer());
                new ForeignPages("127.0.0.1", List.of("own.example")).keepFrom(router);
            }));
            context.addService(server.get());
            context.start();

            HttpResponse<String> answer = Http.get(URI.create("http://127.0.0.1:" + server.get().getPort() + "/x"));
            assertEquals(404, answer.statusCode());
        }
    }
}
