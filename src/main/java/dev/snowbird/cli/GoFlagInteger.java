package dev.snowbird.cli;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number as Go's flags take it: decimal, or with 0x, 0o, 0 or 0b before it, and underscores between digits.
 *
 * @param value the number, at most 64 bits and a sign
 */
record GoFlagInteger(BigInteger value) {

    private static final int LONGEST = 63;

    /** Returns how many that is: less than none is none, and there is an end to it. */
    int count() {
        return value.max(BigInteger.ZERO).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }

    /** Reads such a number. */
    static final class Converter implements ITypeConverter<GoFlagInteger> {

        private static final Pattern FORM = Pattern.compile("([+-]?)(?:0[xX](?<hex>(_?[0-9a-fA-F])+)"
                + "|0[bB](?<binary>(_?[01])+)|0[oO]?(?<octal>(_?[0-7])+)|(?<decimal>0|[1-9](_?[0-9])*))");

        @Override
        public GoFlagInteger convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("expected a whole number");
            }
            BigInteger size = number(matcher);
            BigInteger value = matcher.group(1).equals("-") ? size.negate() : size;
            if (value.bitLength() > LONGEST) {
                throw new TypeConversionException("expected a number of at most 64 bits");
            }
            return new GoFlagInteger(value);
        }

        private static BigInteger number(Matcher matcher) {
            if (matcher.group("hex") != null) {
                return number(matcher.group("hex"), 16);
            }
            if (matcher.group("binary") != null) {
                return number(matcher.group("binary"), 2);
            }
            return matcher.group("octal") != null ? number(matcher.group("octal"), 8)
                    : number(matcher.group("decimal"), 10);
        }

        private static BigInteger number(String digits, int radix) {
            return new BigInteger(digits.replace("_", ""), radix);
        }
    }
}
