package io.ambientprober.cli;

/** What a report can be written as, in addition to what goes to the terminal. */
enum ReportFormat {
    JUNIT("FILE"),
    HTML("FILE"),
    JSON("FILE"),
    PROMETHEUS("FILE"),
    /** POSTs the same text. */
    PUSHGATEWAY("URL"),
    OPENREPORTS("FILE"),
    TERMINATION("FILE"),
    SONOBUOY("[DIR]");

    private final String where;

    ReportFormat(String where) {
        this.where = where;
    }

    /** What must stand behind {@code =}, for help and complaints. */
    String where() {
        return where;
    }
}
