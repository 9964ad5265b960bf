package dev.snowbird.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The picture of a bench. */
class ChartTest {

    @Test
    void showsTheMeanOfAllRoundsAsABarForEachRival() throws Exception {
        Figures means = Figures.meansOf(List.of(
                new Row("a < b & c", "one", 1, "", Map.of("rate", 10.0)),
                new Row("a < b & c", "two", 1, "", Map.of("rate", 40.0)),
                new Row("a < b & c", "one", 2, "", Map.of("rate", 30.0)),
                new Row("a < b & c", "two", 2, "", Map.of("rate", 40.0))));
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(
                new Chart("title", List.of("rate"), means).svg().getBytes(StandardCharsets.UTF_8)));

        NodeList shapes = svg.getElementsByTagName("rect");
        List<Integer> widths = IntStream.range(1, shapes.getLength())
                .mapToObj(i -> Integer.parseInt(((Element) shapes.item(i)).getAttribute("width"))).toList();
        assertEquals(2, widths.size());
        assertEquals(widths.get(1), 2 * widths.get(0));
        NodeList texts = svg.getElementsByTagName("text");
        assertEquals(List.of("title: means of all rounds", "a < b & c", "rate", "one", "20", "two", "40"),
                IntStream.range(0, texts.getLength()).mapToObj(i -> texts.item(i).getTextContent()).toList());
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        Figures means = Figures.meansOf(List.of(new Row("what", "one", 1, "", Map.of("cpu", 1.0 / 0))));
        assertEquals(1, new Chart("title", List.of("cpu"), means).svg().split("<rect", -1).length - 1);
    }
}
