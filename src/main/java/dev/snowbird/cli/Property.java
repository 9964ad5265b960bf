package dev.snowbird.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What follows {@code --property}.
 *
 * @param key   the setting
 * @param value its value, which may be empty and may hold further equals signs
 */
record Property(String key, String value) {

    /** Reads {@code KEY=VALUE}. */
    static final class Converter implements ITypeConverter<Property> {

        @Override
        public Property convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("expected KEY=VALUE");
            }
            return new Property(text.substring(0, equals), text.substring(equals + 1));
        }
    }
}
