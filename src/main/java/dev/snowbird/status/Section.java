package dev.snowbird.status;

import java.util.List;

/**
 * Some figures and tables under a heading.
 *
 * @param title   the heading
 * @param figures numbers to be seen at a glance
 * @param tables  what lies behind them
 */
public record Section(String title, List<Figure> figures, List<Table> tables) {
}
