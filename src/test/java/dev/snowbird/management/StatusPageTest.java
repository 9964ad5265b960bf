package dev.snowbird.management;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Browser;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status page as its reader has it before him. */
class StatusPageTest {

    private static final char TAB = '\uE004';
    private static final char ENTER = '\uE007';

    @TempDir
    private static Path folder;
    private static Browser browser;
    private static EmbeddedSqs sqs;
    private static Broker broker;
    private static URI page;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.open();
        System.setProperty("aws.accessKeyId", "x");
        System.setProperty("aws.secretAccessKey", "y");
        sqs = EmbeddedSqs.start(Ports.choose());
        broker = Broker.start(Map.of("sqs.endpoint", sqs.endpoint().toString(),
                "rendezvous.broker-sqs-name", "offers", "rendezvous.broker-sqs-region", "eu-north-1",
                // Health knows that SQS is back when a receive has ended.
                "rendezvous.receive-wait", "1s", "rendezvous.proxy-timeout", Broker.patience().toSeconds() + "s",
                "seabird.enabled", "true", "seabird.bind-host", "127.0.0.1:0",
                "seabird.database-url", "sqlite:" + folder.resolve("tokens.db")));
        page = Http.at(broker.application().listener("management"), "/");
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        if (broker != null) {
            broker.close();
            sqs.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void visit() {
        browser.emulate(1280, 900, "light");
        browser.visit(page);
        awaitText("All is well", "#state");
    }

    @AfterEach
    void nothingWasRefused() {
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void showsBothHalvesAsTheyAreNow() {
        CompletableFuture<Map<String, Object>> proxy = broker.holdProxy("the-sid");

        awaitText("1", ".figure .value");
        assertEquals(List.of("Health", "Snowflake", "Seabird", "Routes"), browser.texts("h2"));
        assertEquals("Proxies waiting", browser.text(".figure dt"));
        assertEquals(List.of("AMQP embedded", "Tokens sqlite:" + folder.resolve("tokens.db"), "SQS 127.0.0.1"),
                browser.texts("#health li"));
        assertTrue(browser.texts("tbody tr").stream().anyMatch(row -> row.startsWith("standalone\t1\t0\t0\t0\t0\t–")),
                browser.texts("tbody tr").toString());
        awaitText("1, 1 in it", ".picture [data-route='hold-proxy'] .count");
        assertEquals("busy route", browser.run("return [..."
                + "document.querySelector(\"[data-route='hold-proxy']\").classList].sort().join(' ')").asText());
        assertFalse(proxy.isDone());
        assertEquals("client gone", broker.answer("the-sid", Broker.description("answer", "a")).join());
    }

    /** It comes while somebody looks, is said, and goes again. */
    @Test
    void saysWhatIsInTrouble() throws Exception {
        int port = sqs.endpoint().getPort();
        sqs.close();
        awaitText("Trouble: SQS", "#state");
        String bad = browser.text("#health li.bad");
        assertTrue(bad.matches("(?s)SQS 127\\.0\\.0\\.1.*receives from the broker queue failed"), bad);
        assertTrue(browser.title().startsWith("▲ "), browser.title());

        sqs = EmbeddedSqs.start(port);
        awaitText("All is well", "#state");
        assertEquals(List.of(), browser.texts("#health li.bad"));
    }

    @Test
    void canBeUsedWithoutAMouse() {
        browser.press(TAB);
        assertEquals("Skip to the figures", browser.run("return document.activeElement.textContent").asText());
        assertTrue(browser.run("return document.activeElement.getBoundingClientRect().top >= 0").asBoolean());
        browser.press(TAB);
        assertEquals("button Pause", browser.spoken(":focus"));
        assertNotEquals("none", browser.run("return getComputedStyle(document.activeElement).outlineStyle").asText());
        browser.press(ENTER);
        assertEquals("true", browser.run("return document.activeElement.getAttribute('aria-pressed')").asText());
        browser.press(TAB);
        assertEquals("region Supply and demand, by the client's NAT", browser.spoken(":focus"));
    }

    @Test
    void makesSenseToAScreenReader() {
        awaitText("0", ".picture [data-route='proxy-answer'] .count");
        assertEquals("status All is well", browser.run("return document.querySelector('#state').role"
                + " + ' ' + document.querySelector('#state').textContent").asText());
        assertEquals(List.of(), browser.texts("table:not(:has(caption)), thead th:not([scope=col]),"
                + " tbody th:not([scope=row]), section:not([aria-labelledby]), img:not([alt]),"
                + " svg:not([aria-hidden]):not([aria-label]), [tabindex='0']:not([aria-label]), html:not([lang])"));
        String curve = browser.spoken(".figure .spark");
        assertTrue(curve.matches("image (No history yet|From [0-9]+ to [0-9]+, last [0-9]+)"), curve);
        assertEquals("[]", browser.run("const levels = [...document.querySelectorAll('h1, h2, h3, h4')]"
                + ".map(heading => Number(heading.tagName[1]));"
                + "return levels.filter((level, i) => i > 0 && level > levels[i - 1] + 1)").toString());
        assertEquals(List.of("All is well"), browser.texts("[aria-live], [role=status], [role=alert]"));
    }

    @Test
    void fitsAPhoneAndTheNight() {
        String paper = browser.run("return getComputedStyle(document.body).backgroundColor").asText();
        browser.emulate(390, 844, "dark");

        assertEquals(390, browser.run("return document.documentElement.scrollWidth").asInt());
        assertNotEquals(paper, browser.run("return getComputedStyle(document.body).backgroundColor").asText());
    }

    private static void awaitText(String text, String selector) {
        await().atMost(Broker.patience()).untilAsserted(() -> assertEquals(text, browser.text(selector)));
    }
}
