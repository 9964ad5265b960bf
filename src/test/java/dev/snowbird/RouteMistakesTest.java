package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake in {@code ./routes} stops the start with one line: where it is, and what would be right. */
class RouteMistakesTest {

    private static final Settings SETTINGS = Settings.builtIn(Map.of(
            "http.port", "0", "management.port", "0", "sqs.endpoint", "none", "seabird.enabled", "false",
            "rendezvous.disable-geoip", "true", "http.offers-per-minute", "9"));
    private static final Path BUILT_IN = Path.of("src/main/resources/routes/rendezvous");

    @TempDir
    private Path routes;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // an edit of a built-in file | how far from it the line is that is named: the line, after the file's name
        "proxy-poll | ref: rendezvousEvents | ref: rendezvousEventz "
            + "| -1: route proxy-poll, step bean: there is no bean rendezvousEventz; did you mean rendezvousEvents?",
        "proxy-poll | ref: rendezvousEvents | ref: eventReports "
            + "| -1: route proxy-poll, step bean: there is no bean eventReports; did you mean rendezvousEvents?",
        "proxy-poll | method: proxyPolled | method: proxyPolledd "
            + "| -2: route proxy-poll, step bean: the bean has no method proxyPolledd; did you mean proxyPolled?",
        "client-over-http | method: statusOf | method: statusOff "
            + "| -4: route client-over-http, step setHeader: the bean has no method statusOff; did you mean statusOf?",
        "proxy-poll | ref: relayPolicy | ref: relayPolici "
            + "| -1: route proxy-poll, step choice: there is no bean relayPolici; did you mean relayPolicy?",
        "proxy-poll | method: turnAway | method: turnaway(1) "
            + "| -2: route proxy-poll, step bean: the bean has no method turnaway(1); did you mean turnAway?",
        "proxy-poll | objectMapper: goJson | objectMapper: goJsonn "
            + "| -2: route proxy-poll, step unmarshal: there is no bean goJsonn; did you mean goJson?",
        "proxy-poll | message.ProxyPoll | message.ProxyPol "
            + "| -3: route proxy-poll, step unmarshal: there is no class dev.snowbird.rendezvous.message.ProxyPol; "
            + "did you mean dev.snowbird.rendezvous.message.ProxyPoll?",
        "proxy-poll | dev.snowbird.rendezvous.message.ProxyPoll | no.such.Class "
            + "| -3: route proxy-poll, step unmarshal: there is no class no.such.Class",
        "proxy-poll | direct:hold-proxy | direct:hold-proxi "
            + "| +0: route proxy-poll, step to: no route begins with direct:hold-proxi; "
            + "did you mean direct:hold-proxy?",
        "proxy-poll | to: direct:hold-proxy | wireTap: {uri: 'direct:hold-proxi'} | -1: route proxy-poll, "
            + "step wireTap: no route begins with direct:hold-proxi; did you mean direct:hold-proxy?",
        "proxy-poll | Id: bad-request | Id: bad-reqest "
            + "| +2: route proxy-poll: there is no routeConfiguration bad-reqest; did you mean bad-request?",
        "proxy-poll | id: proxy-poll | id: proxy-pol | +7: route proxy-pol: platform-http:/proxy begins the route "
            + "proxy-poll, too; a file replaces a route of the same id, and another id adds a route",
        "proxy-poll | requestsPerMinute: | requestPerMinute: "
            + "| -6: route proxy-poll: platform-http has no option requestPerMinute",
        "proxy-poll | {{http.polls-per-minute}} | many "
            + "| -6: route proxy-poll: requestsPerMinute is many; expected a whole number from 0 to 2147483647",
        "proxy-poll | {{http.max-body-size}} | 0 "
            + "| -3: route proxy-poll: maxBodySize is 0; expected a whole number from 1 to 2147483647",
        "proxy-poll | {{http.trusted-hops}} | -1 "
            + "| -5: route proxy-poll: trustedHops is -1; expected a whole number from 0 to 2147483647",
        "proxy-poll | {{http.trusted-proxies}} | 10.0.0.0/8,localhost "
            + "| -4: route proxy-poll: trustedProxies is 10.0.0.0/8,localhost: "
            + "neither an IP address nor a network such as 10.0.0.0/8",
        "proxy-poll | \"#crossOriginHttp | \"#crosOriginHttp "
            + "| -2: route proxy-poll: there is no bean crosOriginHttp; did you mean crossOriginHttp?",
        "client-over-amp | {{http.offers-per-minute}} | 7 | -5: route client-over-amp: "
            + "requestsPerMinute is 7, and 9 on another path whose requests are countedAs: offers",
        "client-poll | id: client-poll | id: my-poll | +6: route my-poll: direct:client-poll begins the route "
            + "client-poll, too; a file replaces a route of the same id, and another id adds a route",
        "proxy-poll | platform-http: | platfrom-http: "
            + "| +0: route proxy-poll: there is no component platfrom-http; did you mean platform-http?",
        "proxy-poll | - choice: | - choise: | +0: there is no step or field choise; did you mean choice?",
        "client-over-http | charset: UTF-8 | charst: UTF-8 "
            + "| +0: there is no step or field charst; did you mean charset?",
        "client-over-amp | method: decode | method: decodee "
            + "| -2: route client-over-amp, step bean: the bean has no method decodee; did you mean decode?",
        "client-over-amp | message.AmpPath | message.AmpPaht "
            + "| -1: route client-over-amp, step bean: there is no class dev.snowbird.rendezvous.message.AmpPaht; "
            + "did you mean dev.snowbird.rendezvous.message.AmpPath?",
        "client-over-amp | message.BadMessageException | message.BadMesageException "
            + "| -1: route client-over-amp, step doCatch: "
            + "there is no class dev.snowbird.rendezvous.message.BadMesageException; "
            + "did you mean dev.snowbird.rendezvous.message.BadMessageException?"
    })
    void areToldByFileLineRouteAndStep(String file, String right, String wrong, String line) throws IOException {
        String text = Files.readString(BUILT_IN.resolve(file + ".camel.yaml"));

        String edited = text.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
        long at = edited.substring(0, edited.indexOf(wrong)).lines().count();
        String[] distanceAndText = line.split(": ", 2);
        assertRefused(at + Integer.parseInt(distanceAndText[0]) + ": " + distanceAndText[1], edited);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // a step, ~ is an end of line | the line, after the file's name
        "filter:~simple: '${body} === 1'~steps: [{stop: {}}] "
            + "| 6: route mine, step filter: the expression ${body} === 1 is wrong at character 9: Unexpected token =",
        "setBody:~simple: '${body' | 6: route mine, step setBody: the expression ${body is wrong at character 6: "
            + "expected symbol functionEnd but was eol",
        "setBody:~simple: '${bodyy}' "
            + "| 6: route mine, step setBody: the expression ${bodyy} is wrong at character 1: "
            + "Valid syntax: ${body.OGNL} was: bodyy",
        "setBody:~simple: '${bean:matchmakr}' "
            + "| 6: route mine, step setBody: there is no bean matchmakr; did you mean matchmaker?",
        "setBody:~simple: '${bean:matchmaker?method=identifyy}' "
            + "| 6: route mine, step setBody: the bean has no method identifyy; did you mean identify?",
        "setBody:~constant: '{{http.prot}}' "
            + "| 6: route mine, step setBody: there is no setting http.prot; did you mean http.port?",
        "setBody:~groovy: '1' | 6: route mine, step setBody: there is no language groovy",
        "process:~ref: matchmaker | 6: route mine, step process: "
            + "the bean matchmaker is a Matchmaker and not what belongs here",
        "to: logg:x | 6: route mine, step to: there is no component logg; did you mean log?",
        "to:~uri: log:x~parameters: {showAl: true} | 6: route mine, step to: log has no option showAl",
        "to:~uri: log:x~parameters: {showAll: tru} | 6: route mine, step to: "
            + "Cannot convert the String value: tru to type: boolean as the value is not true or false",
        "log: 'open | 7: while scanning a quoted scalar: found unexpected end of stream"
    })
    void areToldOfOnesOwnRoutes(String step, String line) throws IOException {
        assertRefused(line, """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - %s
                """.formatted(step.replace("~", "\n            ")));
    }

    @Test
    void areToldAllAtOnce() throws IOException {
        Files.writeString(routes.resolve("broken.camel.yaml"), "- rute: {}\n");
        assertRefused("""
                6: route mine, step bean: there is no bean matchmakr; did you mean matchmaker?
                FILE:13: route mine, step bean: the bean has no method awaitOfer; did you mean awaitOffer?
                FILE:19: route other: there is no component nowhere""", """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - bean:
                            ref: matchmakr
                        - choice:
                            when:
                              - simple: "${body}"
                                steps:
                                  # What is nested has its place, too.
                                  - bean:
                                      ref: matchmaker
                                      method: awaitOfer
                - route:
                    id: other
                    from:
                      uri: nowhere:x
                      steps:
                        - stop: {}
                """, routes.resolve("broken.camel.yaml") + ":1: there is no step or field rute; did you mean route?\n");
    }

    @Test
    void ofErrorHandlingAreTold() throws IOException {
        assertRefused("7: routeConfiguration sorry, step to: no route begins with direct:nowhere", """
                - routeConfiguration:
                    id: sorry
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          steps:
                            - to: direct:nowhere
                """);
    }

    private void assertRefused(String line, String text) throws IOException {
        assertRefused(line, text, "");
    }

    private void assertRefused(String line, String text, String before) throws IOException {
        Path file = Files.writeString(routes.resolve("edited.camel.yaml"), text);

        StartException e = assertThrows(StartException.class, () -> Application.start(SETTINGS, routes));

        assertEquals("can't start: " + before + file + ":" + line.replace("FILE", file.toString()), e.getMessage());
    }
}
