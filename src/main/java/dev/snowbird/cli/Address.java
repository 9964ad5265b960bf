package dev.snowbird.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What follows {@code --addr}.
 *
 * @param host a name or an IP address, IPv6 without brackets
 * @param port a port, as it was written
 */
record Address(String host, String port) {

    /** Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, or as Go does {@code :PORT} for all interfaces. */
    static final class Converter implements ITypeConverter<Address> {

        private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]*)):(\\d+)");

        @Override
        public Address convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("expected HOST:PORT, [IPV6]:PORT or :PORT");
            }
            String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            return new Address(host.isEmpty() ? "0.0.0.0" : host, matcher.group(3));
        }
    }
}
