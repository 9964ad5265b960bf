package dev.snowbird.management;

import static dev.snowbird.testing.Broker.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Camel's own console, for those who ask for it. */
class DevConsoleTest {

    private static final String ROUTES = "/q/dev/route";

    @Test
    void showsRoutesAndTheirMBeansToThisMachineWhenItIsOn() throws Exception {
        try (Broker broker = Broker.overHttp(Map.of("management.dev-console", "true"))) {
            HttpResponse<String> routes = get(broker.management(ROUTES));
            assertEquals(200, routes.statusCode());
            assertTrue(routes.body().contains("proxy-poll"), routes.body());
            assertTrue(mBeans().stream().anyMatch(name -> name.toString().contains("proxy-poll")), mBeans().toString());
            assertEquals(403, get(broker.management(ROUTES, "Sec-Fetch-Site", "cross-site")).statusCode());
        }
    }

    @Test
    void isNotThereUnlessAskedFor() throws Exception {
        try (Broker broker = Broker.overHttp()) {
            assertEquals(404, get(broker.management(ROUTES)).statusCode());
            assertEquals(Set.of(), mBeans());
        }
    }

    private static Set<ObjectName> mBeans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(
                new ObjectName("org.apache.camel:type=routes,*"), null);
    }
}
