package dev.snowbird.rendezvous.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Countries of sorted, disjoint ranges of numbers, the numbers being unsigned and one or two longs wide. A range takes
 * 18 or 34 bytes.
 */
final class RangeTable {

    private final int width;
    private final long[] lows;
    private final long[] highs;
    private final short[] countries;
    private final String[] names;
    private final int size;

    private RangeTable(Builder builder) {
        width = builder.width;
        lows = builder.lows;
        highs = builder.highs;
        countries = builder.countries;
        size = builder.size;
        names = builder.names.toArray(String[]::new);
    }

    /** Returns the country of the range that holds a number, or the given one when none does. */
    String find(long[] number, String otherwise) {
        int from = 0;
        int to = size - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (compare(highs, middle * width, number, 0, width) < 0) {
                from = middle + 1;
            } else if (compare(lows, middle * width, number, 0, width) > 0) {
                to = middle - 1;
            } else {
                return names[countries[middle]];
            }
        }
        return otherwise;
    }

    private static int compare(long[] left, int leftFrom, long[] right, int rightFrom, int width) {
        int comparison = 0;
        for (int i = 0; i < width && comparison == 0; i++) {
            comparison = Long.compareUnsigned(left[leftFrom + i], right[rightFrom + i]);
        }
        return comparison;
    }

    /** Takes the ranges of a table in ascending order. */
    static final class Builder {

        private final int width;
        private final List<String> names = new ArrayList<>();
        private final Map<String, Short> indexes = new HashMap<>();
        private long[] lows;
        private long[] highs;
        private short[] countries;
        private int size;

        /**
         * Makes room, so that little is thrown away while the table grows.
         *
         * @param width    of the numbers, in longs
         * @param expected how many ranges there are, more or less
         */
        Builder(int width, int expected) {
            this.width = width;
            lows = new long[expected * width];
            highs = new long[expected * width];
            countries = new short[expected];
        }

        /**
         * Adds a range, both ends included.
         *
         * @throws IllegalArgumentException if it ends before it begins, or begins before the last one ended
         */
        void add(long[] low, long[] high, String country) {
            if (compare(high, 0, low, 0, width) < 0) {
                throw new IllegalArgumentException("the range ends before it begins");
            }
            if (size > 0 && compare(low, 0, highs, (size - 1) * width, width) <= 0) {
                throw new IllegalArgumentException("the range begins before the end of the last one");
            }
            if (size == countries.length) {
                grow(Math.max(1024, size + size / 4));
            }
            System.arraycopy(low, 0, lows, size * width, width);
            System.arraycopy(high, 0, highs, size * width, width);
            countries[size++] = index(country);
        }

        RangeTable build() {
            return new RangeTable(this);
        }

        private void grow(int ranges) {
            lows = Arrays.copyOf(lows, ranges * width);
            highs = Arrays.copyOf(highs, ranges * width);
            countries = Arrays.copyOf(countries, ranges);
        }

        // Codes have two characters of 37, so their number always fits a short.
        private short index(String country) {
            return indexes.computeIfAbsent(country, name -> {
                names.add(name);
                return (short) (names.size() - 1);
            });
        }
    }
}
