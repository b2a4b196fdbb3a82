package io.ambientprober.verdict;

import java.util.List;

/** @param strictWouldRefuse what entered enrolled pods from outside the mesh */
public record FlowVerdicts(List<FlowVerdict> list, List<FromOutside> strictWouldRefuse) {
    public FlowVerdicts {
        list = List.copyOf(list);
        strictWouldRefuse = List.copyOf(strictWouldRefuse);
    }
}
