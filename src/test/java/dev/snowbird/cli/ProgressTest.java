package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A terminal has one line that changes and is gone at the end; a journal has a line for each step. */
class ProgressTest {

    @ParameterizedTest
    @CsvSource({"true, '\r\033[Kleaving: 2 streams\r\033[Kleaving: 1 streams\r\033[Kdrained: nothing left\r\033[K'",
        "false, 'leaving: 2 streams\ndrained: nothing left\n'"})
    void tellsHowFarItIs(boolean onTerminal, String written) {
        StringWriter error = new StringWriter();
        try (Progress progress = new Progress(new PrintWriter(error), onTerminal)) {
            progress.show("leaving", "2 streams");
            progress.show("leaving", "1 streams");
            progress.show("drained", "nothing left");
        }
        assertEquals(written, error.toString());
    }
}
