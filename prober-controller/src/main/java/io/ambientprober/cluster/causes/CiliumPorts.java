package io.ambientprober.cluster.causes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Which TCP ports a rule of a Cilium policy is about: all, unless it names some, or means ICMP. */
final class CiliumPorts {
    private CiliumPorts() {}

    static IntPredicate of(Tree rule) throws MalformedException {
        List<Tree> entries = rule.at("toPorts").items();
        boolean all = entries.isEmpty() && rule.at("icmps").items().isEmpty();
        List<IntPredicate> any = new ArrayList<>(List.of(port -> all));
        for (Tree entry : entries) {
            List<Tree> ports = entry.at("ports").items();
            boolean each = ports.isEmpty();
            any.add(port -> each);
            for (Tree port : ports) {
                any.add(range(port));
            }
        }
        return wanted -> any.stream().anyMatch(one -> one.test(wanted));
    }

    /** Zero is every port; a named one never is: no container of a canary names one. */
    private static IntPredicate range(Tree port) throws MalformedException {
        String protocol = port.at("protocol").text();
        String number = port.at("port").text();
        Object last = port.at("endPort").value();
        boolean tcp = protocol == null || protocol.equals("TCP") || protocol.equals("ANY");
        if (!tcp || number == null || number.equals("0")) {
            return wanted -> tcp;
        }
        if (!number.matches("[0-9]{1,5}")) {
            return wanted -> false;
        }
        int first = Integer.parseInt(number);
        int end = last instanceof Integer given ? given : first;
        return wanted -> first == wanted || first <= wanted && wanted <= end;
    }
}
