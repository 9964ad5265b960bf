package dev.snowbird.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadsTest {

    private final List<String> events = new ArrayList<>();

    @TempDir
    private Path directory;
    private Path file;
    private ReloadableFile<String> value;
    private Reloads reloads;

    @BeforeEach
    void watchAFile() throws IOException {
        file = Files.writeString(directory.resolve("file"), "1");
        value = watch("value", file);
        value.load();
        events.clear();
        reloads = new Reloads(List.of(value));
    }

    @Test
    void leaveAloneWhatHasNotChanged() {
        reloads.reloadChanged();

        assertEquals(List.of(), events);
    }

    @Test
    void readWhatWasWritten() throws IOException {
        Files.writeString(file, "22");

        reloads.reloadChanged();
        reloads.reloadChanged();

        assertEquals("22", value.get());
        assertEquals(List.of("value"), events);
    }

    @Test
    void noticeAnEqualSizeByTheTime() throws IOException {
        Files.writeString(file, "2");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        reloads.reloadChanged();

        assertEquals("2", value.get());
    }

    @Test
    void noticeAnEqualTimeByTheSize() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "22");
        Files.setLastModifiedTime(file, time);

        reloads.reloadChanged();

        assertEquals("22", value.get());
    }

    @Test
    void keepTheValueAndComplainOnceAboutAFileThatIsGone() throws IOException {
        Files.delete(file);

        reloads.reloadChanged();
        reloads.reloadChanged();

        assertEquals("1", value.get());
        assertEquals(List.of("value: " + file + ": no such file"), events);
        assertEquals(Optional.of(file + ": no such file"), reloads.trouble());
    }

    @Test
    void takeAFileThatComesBack() throws IOException {
        Files.delete(file);
        reloads.reloadChanged();
        Files.writeString(file, "2");

        reloads.reloadChanged();

        assertEquals("2", value.get());
        assertEquals(Optional.empty(), reloads.trouble());
    }

    @Test
    void keepTheValueOverContentThatIsNoUse() throws IOException {
        Files.writeString(file, "bad");

        reloads.reloadChanged();

        assertEquals("1", value.get());
        assertEquals(List.of("value: no use"), events);
    }

    @Test
    void noticeWhatIsWrittenWhileItIsRead() throws IOException {
        ReloadableFile<String> raced = new ReloadableFile<>("0", List.of(file), () -> {
            String read = Files.readString(file);
            Files.writeString(file, read.length() < 4 ? read + "+" : read);
            return read;
        }, e -> { });
        raced.load();
        assertEquals("1", raced.get());

        new Reloads(List.of(raced)).reloadChanged();

        assertEquals("1+", raced.get());
    }

    @Test
    void readEverythingInOrderWhenAskedTo() throws IOException {
        Files.delete(file);
        ReloadableFile<String> other = watch("other", Files.writeString(directory.resolve("other"), "x"));

        new Reloads(List.of(other, value)).reloadAll();

        assertEquals(List.of("other", "value: " + file + ": no such file"), events);
    }

    private ReloadableFile<String> watch(String name, Path path) {
        return new ReloadableFile<>("0", List.of(path), () -> {
            String text = Files.readString(path);
            if (text.equals("bad")) {
                throw new IllegalArgumentException("no use");
            }
            events.add(name);
            return text;
        }, e -> events.add(name + ": " + FileTrouble.line(e)));
    }
}
