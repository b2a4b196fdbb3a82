package io.ambientprober.cli;

import io.ambientprober.cluster.ClusterOptions;
import io.ambientprober.cluster.InPodSelector;
import io.ambientprober.cluster.IpFamily;
import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.ambientprober.run.Question;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What of a cluster a run probes. */
@HelpUnder(HelpHeading.PROBED)
final class ProbedOptions {
    private static final String ALL = "all";
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "canaries|pods|flows",
            description = "Questions to ask. Default: all that the rights allow.")
    private List<Question> only = List.of(Question.values());

    @Option(
            names = "--from",
            defaultValue = ClusterOptions.MESH_NAMESPACE,
            paramLabel = "NAMESPACE",
            description = "Namespace of the clients." + DEFAULT)
    private String from = "";

    @Option(
            names = "--to",
            defaultValue = ClusterOptions.MESH_NAMESPACE,
            paramLabel = "NAMESPACE",
            description = "Namespace of the servers." + DEFAULT)
    private String to = "";

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "REGEX|all",
            description =
                    "Your own namespaces in the mesh, by their whole name; !REGEX leaves some out. Canaries are sent from and to"
                            + " each of them. Default: the prober's own namespace.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--in-pods",
            paramLabel = "SELECTOR",
            description =
                    "Your own pods, one of each workload on each node: also send canaries from within them, by an ephemeral container,"
                            + " of which Kubernetes keeps a record. SELECTOR is NAMESPACE, NAMESPACE/KIND/NAME or"
                            + " NAMESPACE:label=value; may be repeated. Default: none.")
    private List<String> inPods = List.of();

    @Option(
            names = "--ip-families",
            split = ",",
            paramLabel = "ipv4|ipv6",
            description = "IP families in which servers are dialled. Default: those of the cluster.")
    private List<IpFamily> families = List.of(IpFamily.values());

    boolean asks(Question question) {
        return only.contains(question);
    }

    Set<Question> questions() {
        return Set.copyOf(only);
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }

    /** Canaries go from and to namespaces of others. */
    boolean isRing() {
        return !namespaces.isEmpty();
    }

    /** Patterns of the namespaces that canaries are sent from and to, none for all; empty for the prober's own. */
    Optional<List<NamePattern>> namespaces() {
        return namespaces.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        namespaces.equals(List.of(ALL))
                                ? List.of()
                                : namespaces.stream().map(NamePattern::parse).toList());
    }

    List<InPodSelector> inPods() {
        return inPods.stream().map(InPodSelector::parse).toList();
    }

    Set<IpFamily> families() {
        return EnumSet.copyOf(families);
    }

    Stream<Rule> rules() {
        return Stream.of(Rule.patterns("--namespaces", namespaces), ringRules(), inPodRules())
                .flatMap(rules -> rules);
    }

    private Stream<Rule> ringRules() {
        if (!isRing()) {
            return Stream.empty();
        }
        boolean usual = from.equals(ClusterOptions.MESH_NAMESPACE) && to.equals(ClusterOptions.MESH_NAMESPACE);
        return Stream.of(
                new Rule(asks(Question.CANARIES), "--namespaces: --only leaves canaries out"),
                new Rule(usual, "--namespaces: not with --from or --to"),
                new Rule(inPods.isEmpty(), "--namespaces: not with --in-pods; run one after the other"));
    }

    private Stream<Rule> inPodRules() {
        Rule asked = new Rule(inPods.isEmpty() || asks(Question.CANARIES), "--in-pods: --only leaves canaries out");
        return Stream.concat(Stream.of(asked), Rule.selectors("--in-pods", inPods));
    }
}
