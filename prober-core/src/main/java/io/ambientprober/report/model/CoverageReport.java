package io.ambientprober.report.model;

import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;

/**
 * Of how much a report speaks.
 *
 * @param pairs of workloads that sent something while it was counted
 */
public record CoverageReport(
        Section<Share> nodes, Section<Share> namespaces, Section<Share> pods, Section<Share> pairs) {
    /** Of captures alone: nobody knows what else there is. */
    public static final CoverageReport UNKNOWN =
            new CoverageReport(new NotAsked<>(""), new NotAsked<>(""), new NotAsked<>(""), new NotAsked<>(""));
}
