package dev.snowbird.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.reload.ReloadableFile;
import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountryFilesTest {

    private static final String NUMBER_OF_1_2_3_4 = "16909060";

    @TempDir
    private Path directory;

    @Test
    void areReadWhenNamed() throws Exception {
        assertEquals("CA", country(load(geoip("CA"), geoip6())));
    }

    @Test
    void mustBeThereWhenNamed() throws Exception {
        Path missing = directory.resolve("missing");

        assertEquals("rendezvous.geoipdb and rendezvous.geoip6db: " + missing + ": no such file",
                refusal(missing, geoip6()));
        assertEquals("rendezvous.geoipdb and rendezvous.geoip6db: " + missing + ": no such file",
                refusal(geoip("CA"), missing));
    }

    @Test
    void mustBeGoodWhenNamed() throws Exception {
        Path bad = Files.writeString(directory.resolve("bad"), "# ranges\n1,2,three\n");

        assertEquals("rendezvous.geoipdb and rendezvous.geoip6db: country file " + bad
                + ", line 2: not LOW,HIGH,CC", refusal(bad, geoip6()));
    }

    @Test
    void mustBeNamedUnlessDisabled() {
        Settings settings = Settings.builtIn(Map.of("rendezvous.geoipdb", ""));

        assertEquals("rendezvous.geoipdb is not set: to do without countries, set rendezvous.disable-geoip",
                assertThrows(StartException.class, () -> CountryFiles.load(settings)).getMessage());
    }

    @Test
    void areDoneWithoutInOneLineWhenTorsAreMissing() throws Exception {
        Path missing = directory.resolve("geoip");
        try (LogLines log = new LogLines(CountryFiles.class)) {
            ReloadableFile<Countries> countries = loadTors(missing, geoip6());

            assertFalse(countries.get().isAvailable());
            assertEquals(1, log.all().size(), log.all().toString());
            new Reloads(List.of(countries)).reloadChanged();
            assertEquals(1, log.all().size(), log.all().toString());
        }
    }

    @Test
    void areTakenWhenTorsAreInstalledLater() throws Exception {
        Path ipv4 = directory.resolve("geoip");
        ReloadableFile<Countries> countries = loadTors(ipv4, geoip6());

        Files.move(geoip("US"), ipv4);
        new Reloads(List.of(countries)).reloadChanged();

        assertEquals("US", country(countries));
    }

    @Test
    void mustBeGoodWhenTorsAreThere() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad"), "?");

        assertThrows(StartException.class, () -> loadTors(bad, geoip6()));
    }

    @Test
    void areNotLookedAtWhenDisabled() throws Exception {
        ReloadableFile<Countries> countries = CountryFiles.load(Settings.builtIn(Map.of(
                "rendezvous.disable-geoip", "true", "rendezvous.geoipdb", "missing")));
        new Reloads(List.of(countries)).reloadAll();

        assertFalse(countries.get().isAvailable());
    }

    @Test
    void areReadAgainWhenEitherChanges() throws Exception {
        Path ipv4 = geoip("CA");
        ReloadableFile<Countries> countries = load(ipv4, geoip6());

        Files.move(geoip("US"), ipv4, StandardCopyOption.REPLACE_EXISTING);
        new Reloads(List.of(countries)).reloadChanged();

        assertEquals("US", country(countries));
    }

    @Test
    void keepTheOldTableOverABadFile() throws Exception {
        Path ipv4 = geoip("CA");
        ReloadableFile<Countries> countries = load(ipv4, geoip6());
        Files.writeString(ipv4, "no ranges at all");
        try (LogLines log = new LogLines(CountryFiles.class)) {
            new Reloads(List.of(countries)).reloadAll();

            assertEquals("CA", country(countries));
            assertEquals(1, log.all().size(), log.all().toString());
            assertTrue(log.all().get(0).contains(ipv4 + ", line 1"), log.all().toString());
        }
    }

    private Path geoip(String country) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "ipv4", ""),
                NUMBER_OF_1_2_3_4 + "," + NUMBER_OF_1_2_3_4 + "," + country + "\n");
    }

    private Path geoip6() throws IOException {
        return Files.writeString(directory.resolve("ipv6"), "2001:db8::,2001:db8::ff,DE\n");
    }

    private static String country(ReloadableFile<Countries> countries) throws IOException {
        return countries.get().of(InetAddress.getByName("1.2.3.4"));
    }

    private static String refusal(Path ipv4, Path ipv6) {
        return assertThrows(StartException.class, () -> load(ipv4, ipv6)).getMessage();
    }

    private static ReloadableFile<Countries> load(Path ipv4, Path ipv6) throws StartException {
        return CountryFiles.load(settings(ipv4, ipv6));
    }

    private static ReloadableFile<Countries> loadTors(Path ipv4, Path ipv6) throws StartException {
        return CountryFiles.load(settings(ipv4, ipv6), List.of(ipv4, ipv6));
    }

    private static Settings settings(Path ipv4, Path ipv6) {
        return Settings.builtIn(Map.of(
                "rendezvous.geoipdb", ipv4.toString(), "rendezvous.geoip6db", ipv6.toString()));
    }
}
