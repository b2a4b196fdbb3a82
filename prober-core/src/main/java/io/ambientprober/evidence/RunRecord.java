package io.ambientprober.evidence;

import io.ambientprober.plan.Plan;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.Provenance;
import io.ambientprober.statement.RunNote;
import java.util.List;
import java.util.Map;

/**
 * All that a run, or reading a folder of captures, learned: a report is judged from this and from nothing else.
 *
 * @param nodes what the taps of each node saw
 * @param tenants what was learned beyond the canaries
 * @param causes configuration that may explain a failure; never part of a verdict
 * @param environment versions and settings of what was probed, by name
 * @param leftOut in words, which nodes are none of the run and why; empty when none
 * @param statements what the mesh says of itself
 * @param notes what happened to paths, in the order of time
 * @param sums SHA-256 of each file of a tap, in hexadecimal digits, by the tap's id; of others nobody took them
 */
public record RunRecord(
        Plan plan,
        List<NodeEvidence> nodes,
        TenantRecord tenants,
        List<Cause> causes,
        Map<String, String> environment,
        String leftOut,
        MeshStatements statements,
        List<RunNote> notes,
        Map<String, List<String>> sums,
        Provenance provenance) {
    public RunRecord {
        nodes = List.copyOf(nodes);
        causes = List.copyOf(causes);
        environment = Map.copyOf(environment);
        notes = List.copyOf(notes);
        sums = Map.copyOf(sums);
    }

    /** Of a plan and captures alone. */
    public RunRecord(Plan plan, List<NodeEvidence> nodes) {
        this(
                plan,
                nodes,
                TenantRecord.NOT_ASKED,
                List.of(),
                Map.of(),
                "",
                MeshStatements.NONE,
                List.of(),
                Map.of(),
                Provenance.UNKNOWN);
    }

    /** The same of captures that are kept as this plan names them. */
    public RunRecord keptAs(Plan kept, Map<String, List<String>> sumsOfKept) {
        return new RunRecord(
                kept, nodes, tenants, causes, environment, leftOut, statements, notes, sumsOfKept, provenance);
    }

    /** The same, which came about so. */
    public RunRecord from(Provenance origin) {
        return new RunRecord(plan, nodes, tenants, causes, environment, leftOut, statements, notes, sums, origin);
    }
}
