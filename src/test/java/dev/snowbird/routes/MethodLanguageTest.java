package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.settings.Settings;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.apache.camel.Predicate;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MethodLanguageTest {

    private final Main camel = CamelMain.of(Settings.builtIn(Map.of()), 1);
    private Language language;
    private Exchange exchange;

    /** What routes ask. */
    public static final class Oracle {

        private static Exchange seen;

        public String join(@Body String body, @Header("h") String header, @ExchangeProperty("p") int property) {
            return body + header + property;
        }

        public boolean isShort(@Body String body) {
            return body.length() < 5;
        }

        public String fails(@Body String body) {
            throw new IllegalStateException("no answer to " + body);
        }

        public String exchange(Exchange given) {
            seen = given;
            return "seen";
        }

        public int headers(@Headers Map<String, Object> headers) {
            headers.clear();
            return headers.size();
        }

        public static String shout(@Body String body) {
            return body + "!";
        }
    }

    @BeforeEach
    void start() {
        camel.bind("oracle", new Oracle());
        camel.start();
        CamelContext context = camel.getCamelContext();
        language = context.resolveLanguage("bean");
        exchange = new DefaultExchange(context);
        exchange.getIn().setBody("body");
        exchange.getIn().setHeader("h", "-h-");
        exchange.setProperty("p", "7");
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Expression asking(String method) {
        return language.createExpression(null, new Object[] {null, null, method, null, "oracle", null, null});
    }

    @Test
    void asksWithoutACopyWhatCantChangeTheExchange() {
        Expression join = asking("join");
        Expression shout = language.createExpression(null,
                new Object[] {null, null, "shout", Oracle.class, null, null, null});

        assertInstanceOf(MethodQuestion.class, join);
        assertInstanceOf(MethodQuestion.class, shout);
        assertEquals("body-h-7", join.evaluate(exchange, String.class));
        assertEquals("body!", shout.evaluate(exchange, Object.class));
        assertTrue(((Predicate) asking("isShort")).matches(exchange));
        exchange.getIn().setBody("a longer body");
        assertFalse(((Predicate) asking("isShort")).matches(exchange));
    }

    @Test
    void failsTheExchangeWithWhatTheMethodThrows() {
        assertNull(asking("fails").evaluate(exchange, Object.class));

        assertInstanceOf(IllegalStateException.class, exchange.getException());
        assertEquals("no answer to body", exchange.getException().getMessage());
    }

    @Test
    void leavesToCamelWhatCouldChangeIt() {
        assertEquals("seen", asking("exchange").evaluate(exchange, Object.class));
        assertFalse(Oracle.seen == exchange);
        assertEquals(0, asking("headers").evaluate(exchange, Object.class));
        assertEquals("-h-", exchange.getIn().getHeader("h"));
        assertSame(exchange.getIn(), exchange.getMessage());
    }
}
