package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A picture shows each route once, and an arrow for each way that a message can go. */
class RoutePicturesTest {

    private static final RouteList ROUTES = new RouteList(List.of(
            route("poll", "flow", "platform-http:/poll", "direct:hold", "log:seen"),
            route("hold", "flow", "direct:hold", "spring-rabbitmq:events"),
            route("alone", "other", "timer:<x>&\"y\"")), List.of());

    @Test
    void mermaidGetsAFrameForEachGroup() {
        assertEquals("""
                flowchart LR
                  subgraph g0["flow"]
                    g0n0["poll"]
                    g0n1["hold"]
                    g0n2(["platform-http:/poll"])
                    g0n3(["spring-rabbitmq:events"])
                    g0n2 --> g0n0
                    g0n0 --> g0n1
                    g0n1 --> g0n3
                  end
                  subgraph g1["other"]
                    g1n0["alone"]
                    g1n1(["timer:#lt;x#gt;#38;#quot;y#quot;"])
                    g1n1 --> g1n0
                  end
                """, RoutePictures.mermaid(ROUTES, List.of()));
    }

    @Test
    void aWireTapIsAnArrowOfItsOwnKind() {
        ListedRoute tap = new ListedRoute("tap", "flow", "", "direct:tap",
                List.of(new ListedRoute.Send("file:copies", true)), "f", 1, "", ListedRoute.Origin.ADDS);

        String chart = RoutePictures.mermaid(new RouteList(List.of(tap), List.of()), List.of());

        assertTrue(chart.contains("g0n0 -.-> g0n1"), chart);
    }

    @Test
    void anSvgPictureHasABoxForEachOfThemThatLiesLeftOfWhatItLeadsTo() throws Exception {
        Document picture = parse(RoutePictures.svg(ROUTES, List.of("flow")));

        NodeList boxes = picture.getElementsByTagName("g");
        assertEquals(4, boxes.getLength());
        assertTrue(left(boxes, "platform-http:/poll") < left(boxes, "poll"));
        assertTrue(left(boxes, "poll") < left(boxes, "hold"));
        assertTrue(left(boxes, "hold") < left(boxes, "spring-rabbitmq:events"));
        assertEquals("What poll does.", box(boxes, "poll").getElementsByTagName("title").item(0)
                .getTextContent());
    }

    @Test
    void routesThatCallEachOtherAreDrawn() throws Exception {
        RouteList circle = new RouteList(List.of(route("a", "flow", "direct:a", "direct:b"),
                route("b", "flow", "direct:b", "direct:a")), List.of());

        assertEquals(2, parse(RoutePictures.svg(circle, List.of())).getElementsByTagName("g").getLength());
    }

    @Test
    void namesCannotBreakThePicture() throws Exception {
        assertEquals("timer:<x>&\"y\"", box(parse(RoutePictures.svg(ROUTES, List.of("other")))
                .getElementsByTagName("g"), "timer:<x>&\"y\"").getElementsByTagName("text").item(0).getTextContent());
    }

    private static double left(NodeList boxes, String text) {
        return Double.parseDouble(((Element) box(boxes, text).getElementsByTagName("rect").item(0)).getAttribute("x"));
    }

    private static Element box(NodeList boxes, String text) {
        return IntStream.range(0, boxes.getLength()).mapToObj(i -> (Element) boxes.item(i))
                .filter(box -> box.getElementsByTagName("text").item(0).getTextContent().equals(text))
                .findFirst().orElseThrow();
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static ListedRoute route(String id, String group, String from, String... to) {
        return new ListedRoute(id, group, "What " + id + " does.", from,
                List.of(to).stream().map(uri -> new ListedRoute.Send(uri, false)).toList(), "f", 1, "",
                ListedRoute.Origin.BUILT_IN);
    }
}
