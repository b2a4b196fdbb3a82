package io.ambientprober.report.html;

import io.ambientprober.report.model.Report;

/**
 * How much of a report a page lists, what needs attention first; it counts the rest, which report.json has. A page of any report is smaller
 * than three megabytes, and one that few would read to its end is no slower to open than others.
 *
 * @param paths with all their evidence
 * @param lines of other paths
 * @param sources of the matrix
 * @param checked pods, and flows, that have a line
 * @param captures that have a line
 */
record HtmlRoom(int paths, int lines, int sources, int checked, int captures) {
    private static final HtmlRoom USUAL = new HtmlRoom(250, 1750, 1000, 10_000, 1000);
    private static final HtmlRoom LARGE = new HtmlRoom(100, 900, 250, 1000, 250);

    private static final int MANY_PATHS = 2000;
    private static final int MANY_CHECKED = 20_000;

    static HtmlRoom of(Report report) {
        return report.paths().size() > MANY_PATHS
                        || report.checks().beyondCanaries().size() > MANY_CHECKED
                ? LARGE
                : USUAL;
    }
}
