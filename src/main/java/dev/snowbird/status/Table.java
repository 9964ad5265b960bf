package dev.snowbird.status;

import java.util.List;

/**
 * Rows of numbers or texts.
 *
 * @param caption what the table is of
 * @param columns the heads, as many as a row has cells
 * @param rows    the cells, of which the first is what the row is of; a number, a text, or null for none. A
 *                {@code double[]} is the last two minutes, the oldest first
 * @param empty   what there is to say when there are no rows
 */
public record Table(String caption, List<String> columns, List<List<Object>> rows, String empty) {

    /** Makes a table that is never empty. */
    public static Table of(String caption, List<String> columns, List<List<Object>> rows) {
        return new Table(caption, columns, rows, "");
    }
}
