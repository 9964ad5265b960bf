package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.start.StartException;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "postgres://u:p@h:6432/d | u | p | postgres://h:6432/d",
        "postgresql://u:p@h/d | u | p | postgres://h:5432/d",
        "postgres://u@h/d | u | - | postgres://h:5432/d",
        "postgres://u:@h/d | u | - | postgres://h:5432/d",
        "postgres://my_db.example/d | - | - | postgres://my_db.example:5432/d",
        "postgres://u%40x:p%3A%2F%40+%25@[::1]:1/a%20b? | u@x | p:/@+% | postgres://[::1]:1/a b",
        "postgres://u:p:q@h/d?sslmode=require&application_name=a%26b | u | p:q | postgres://h:5432/d",
    })
    void takesAUrlApartAndTellsNobodyWhoUsesIt(String text, String user, String password, String told)
            throws StartException {
        PostgresUrl url = PostgresUrl.parse(text);

        assertEquals(Optional.ofNullable(user), url.user());
        assertEquals(Optional.ofNullable(password), url.password());
        assertEquals(told, url.toString());
    }

    @Test
    void hasTheParametersOfLibpq() throws StartException {
        assertEquals(Map.of("sslmode", "verify-full", "sslrootcert", "/a b.pem", "sslcert", "c", "sslkey", "k",
                        "application_name", "x=y"),
                PostgresUrl.parse("postgres://h/d?sslmode=verify-full&sslrootcert=/a%20b.pem&sslcert=c&sslkey=k"
                        + "&application_name=x=y").parameters());
        assertEquals(Map.of(), PostgresUrl.parse("postgres://h/d").parameters());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "postgres:// | FORM", "postgres:///d | FORM", "postgres://u:p@/d | FORM", "postgres://u:hunter2@x@h/d | FORM",
        "postgres://u:hunter2/x@h/d | FORM", "postgres://u:p@h:x/d | FORM", "postgres://h:1/d/e | FORM",
        "postgres://h1,h2:1:2/d | FORM", "postgres://h/d#x | FORM",
        "postgres://u:p@h:70000/d | there is no such port", "postgres://u:p@h:0/d | there is no such port",
        "postgres://u:p@h | it names no database", "postgres://u:p@h/?sslmode=require | it names no database",
        "postgres://u:hunter2%@h/d | a % in it is not followed by two hexadecimal digits",
        "postgres://h/d?password=hunter2 | KNOWN", "postgres://h/d?sslmode | KNOWN", "postgres://h/d?a=b | KNOWN",
        "postgres://h/d?sslmode=on | sslmode is disable, allow, prefer, require, verify-ca or verify-full",
        "postgres://h/d?sslrootcert=system | sslrootcert=system needs sslmode=verify-full",
    })
    void saysWhatIsWrongAndRepeatsNothing(String text, String reason) {
        String told = assertThrows(StartException.class, () -> DatabaseUrl.parse(text)).getMessage();

        assertEquals("seabird.database-url: " + reason
                .replace("FORM", "it is not postgres://USER:PASSWORD@HOST:PORT/DATABASE, where other than letters and"
                        + " digits in the user's name and the password may have to be %XX")
                .replace("KNOWN", "after the question mark only sslmode, sslrootcert, sslcert, sslkey and"
                        + " application_name are known"), told);
    }

    @Property(tries = 500)
    void survivesAnything(@ForAll String rest) {
        String secret = "hunter2";
        try {
            assertFalse(PostgresUrl.parse("postgres://u:" + secret + "@" + rest).toString().contains(secret));
        } catch (StartException refused) {
            assertFalse(refused.getMessage().contains(secret));
        }
    }
}
