package io.ambientprober.lab.fault;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.site.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What stands in a lab: pods, processes, and of every node its devices, routes and rules. */
record LabState(List<String> things) {
    private static final List<List<String>> OF_NODES = List.of(
            List.of("ip", "-brief", "link"),
            List.of("ip", "route"),
            List.of("ip", "-6", "route"),
            List.of("iptables", "--list-rules"),
            List.of("iptables", "--list-rules", "--table=nat"),
            List.of("ip6tables", "--list-rules"),
            List.of("ip6tables", "--list-rules", "--table=nat"));

    static LabState of(Lab lab) throws IOException {
        List<String> things = new ArrayList<>();
        lab.pods().forEach(pod -> things.add("pod " + pod));
        ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .forEach(process -> things.add("process " + process.pid()));
        for (Node node : lab.network().nodes()) {
            for (List<String> words : OF_NODES) {
                lines(node, words)
                        .map(line -> node.name() + ", " + words.getFirst() + ": " + line)
                        .forEach(things::add);
            }
        }
        return new LabState(things);
    }

    /** But whether a cable is in. */
    private static Stream<String> lines(Node node, List<String> words) throws IOException {
        return node.netns()
                .command(words)
                .run("")
                .lines()
                .map(line -> words.contains("link") ? line.replaceAll("[@\\s].*", "") : line.strip());
    }

    /** What stands now that did not stand then. */
    List<String> since(LabState then) {
        List<String> more = new ArrayList<>(things);
        then.things().forEach(more::remove);
        return more;
    }
}
