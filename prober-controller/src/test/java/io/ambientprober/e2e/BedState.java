package io.ambientprober.e2e;

import io.ambientprober.e2e.Command.Ended;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the cluster looks like from outside, for the text of a failure: a state that did not hold explains a wrong row. */
final class BedState {
    private static final int MOST_PODS = 38;
    private static final Pattern LOST_REDIRECTION = Pattern.compile("\\+?lost-redirection (\\S+)/(\\S+)");

    private BedState() {}

    /** Pods that restarted or are not ready, a line each. */
    static String pods() {
        Ended all = Command.kubectl("get", "pods", "-A", "-o", """
                go-template={{range .items}}{{$restarts := 0}}{{$ready := "False"}}\
                {{range .status.containerStatuses}}{{if gt .restartCount $restarts}}{{$restarts = .restartCount}}{{end}}{{end}}\
                {{range .status.conditions}}{{if eq .type "Ready"}}{{$ready = .status}}{{end}}{{end}}\
                {{if or (ne $ready "True") (gt $restarts 0)}}{{.metadata.namespace}}/{{.metadata.name}} {{.status.phase}}, \
                ready {{$ready}}, restarts {{$restarts}}, redirection \
                {{with .metadata.annotations}}{{or (index . "ambient.istio.io/redirection") "none"}}{{else}}none{{end}}{{"\\n"}}\
                {{end}}{{end}}""");
        return Stream.concat(
                        Stream.of("\nPods that restarted or are not ready:"),
                        (all.out() + all.err()).lines().limit(MOST_PODS))
                .collect(Collectors.joining("\n    ", "", "\n"));
    }

    /** A sentence for each pod that has rules although one of the states took them away, or that cannot be looked at. */
    static List<String> undone(List<String> states) {
        return states.stream()
                .map(LOST_REDIRECTION::matcher)
                .filter(matcher -> matcher.matches())
                .flatMap(matcher -> undone(matcher.group(1), matcher.group(2)))
                .toList();
    }

    private static Stream<String> undone(String namespace, String pod) {
        String state = "lost-redirection " + namespace + "/" + pod;
        Ended found =
                Command.kubectl("-n", namespace, "get", "pod", pod, "-o", "jsonpath={.metadata.uid} {.spec.nodeName}");
        if (found.exitCode() != 0) {
            return Stream.of("nobody knows whether " + state + " held: " + found.err());
        }
        String[] uidAndNode = found.out().split(" ", 2);
        Ended rules = TestBed.onNode(uidAndNode[1], LegacyRules.count(), uidAndNode[0]);
        if (rules.exitCode() != 0) {
            return Stream.of("nobody knows whether " + state + " held: " + rules.err());
        }
        String count = rules.out().strip();
        return count.equals("0")
                ? Stream.empty()
                : Stream.of("the bed undid " + state + " (" + count + " rules)\n" + cni(uidAndNode[1]));
    }

    /** It restores rules when it starts: its restarts on a node, and the end of its log. */
    private static String cni(String node) {
        String pod = Command.kubectl(
                        "-n",
                        "istio-system",
                        "get",
                        "pods",
                        "-l",
                        "k8s-app=istio-cni-node",
                        "--field-selector",
                        "spec.nodeName=" + node,
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name}: restarts {.status.containerStatuses[*].restartCount}{end}")
                .out();
        Ended log = Command.kubectl("-n", "istio-system", "logs", "--tail=5", pod.replaceFirst(":.*", ""));
        return pod + "\n" + log.out() + log.err();
    }
}
