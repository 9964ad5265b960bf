import dev.snowbird.testkit.Proxy;
import dev.snowbird.testkit.Routes;
import dev.snowbird.testkit.SnowbirdTest;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

@SnowbirdTest(settings = "no-proxies-webhook.url=http://hooks.example/snowbird", mocks = "vertx-http:*")
class NoProxiesWebhookTest {

    @Test
    void theWebhookIsToldOnceEachTimeThatProxiesRunOut(Routes routes, Proxy proxy) throws Exception {
        MockEndpoint hook = routes.mock("vertx-http:http://hooks.example/snowbird");

        hook.expectedBodiesReceived("{\"text\": \"No proxy waits for a client.\"}");
        routes.run("no-proxies-webhook");
        routes.run("no-proxies-webhook");
        hook.assertIsSatisfied();

        proxy.answers("v=0 a=candidate:1");
        routes.run("no-proxies-webhook");
        hook.assertIsSatisfied();
    }
}
