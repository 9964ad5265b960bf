package dev.snowbird.rendezvous.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrometheusPageTest {

    private final PrometheusPage page = new PrometheusPage();

    @Test
    void isOrderedByTheNamesOfFamilies() {
        assertEquals(Stream.of(PrometheusFamily.values()).map(PrometheusFamily::metric).sorted().toList(),
                Stream.of(PrometheusFamily.values()).map(PrometheusFamily::metric).toList());
    }

    @ParameterizedTest
    @EnumSource(PrometheusFamily.class)
    void hasLabelsInAlphabeticalOrder(PrometheusFamily family) {
        assertEquals(family.labels().stream().sorted().toList(), family.labels());
    }

    @Test
    void comparesLabelsOneByOne() {
        page.add(PrometheusFamily.PROXY_ANSWER, 1, "b", "");
        page.add(PrometheusFamily.PROXY_ANSWER, 9, "a", "z");
        page.add(PrometheusFamily.PROXY_ANSWER, 8, "a", "?");
        page.add(PrometheusFamily.PROXY_ANSWER, 1, "ab", "a");
        assertEquals("""
                # HELP snowflake_rounded_proxy_answer_total The number of snowflake proxy answers, rounded up to a multiple of 8
                # TYPE snowflake_rounded_proxy_answer_total counter
                snowflake_rounded_proxy_answer_total{status="a",type="?"} 8
                snowflake_rounded_proxy_answer_total{status="a",type="z"} 16
                snowflake_rounded_proxy_answer_total{status="ab",type="a"} 8
                snowflake_rounded_proxy_answer_total{status="b",type=""} 8
                """, page.text());
    }

    // What Go's strconv.FormatFloat(f, 'g', -1, 64) printed.
    @ParameterizedTest
    @CsvSource({
            "0, 0",
            "8, 8",
            "999992, 999992",
            "1000000, 1e+06",
            "1000008, 1.000008e+06",
            "1234568, 1.234568e+06",
            "12345680, 1.234568e+07",
            "100000000, 1e+08",
            "1234567890128, 1.234567890128e+12",
            "9007199254740992, 9.007199254740992e+15",
    })
    void writesNumbersAsGoDoes(long number, String text) {
        assertEquals(text, PrometheusPage.number(number));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 8", "7, 8", "8, 8", "9, 16", "16, 16", "17, 24"})
    void roundsUpTo8(long count, long rounded) {
        assertEquals(rounded, Rounding.up(count));
    }
}
