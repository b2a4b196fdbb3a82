package io.ambientprober.cluster.causes;

import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Reason;
import java.util.List;

/**
 * One known cause.
 *
 * @param id a heading of docs/causes.md
 * @param readFrom where it is read
 * @param rule when it applies
 * @param explains what it may explain
 * @param remedy what to change, unless a hit knows better
 */
record CauseRow(String id, String readFrom, Rule rule, List<Reason> explains, String remedy) {

    /** When a row applies: judged from what was read, and from nothing else. */
    interface Rule {
        List<Hit> when(ClusterFacts facts) throws MalformedException;
    }

    Cause cause(Hit hit) {
        return new Cause(
                id,
                hit.summary(),
                hit.remedy().orElse(remedy),
                readFrom,
                explains.stream().map(Reason::code).distinct().toList(),
                CauseTable.help(id),
                hit.nodes(),
                hit.namespaces());
    }
}
