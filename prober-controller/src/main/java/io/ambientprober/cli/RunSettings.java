package io.ambientprober.cli;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.SmallestCanary;
import io.ambientprober.cluster.ClusterOptions;
import io.ambientprober.cluster.InPodSelector;
import io.ambientprober.cluster.IpFamily;
import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.ambientprober.cluster.PodTemplate;
import io.ambientprober.cluster.TolerationText;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.run.Question;
import io.ambientprober.run.RunOptions;
import io.ambientprober.run.Site.Way;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is probed and how, as the command line says it. */
final class RunSettings {
    private static final int MAX_CONCURRENCY = 50;
    private static final String ALL = "all";
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    /** What the cluster ends by itself, when a controller is lost, outlives a run that takes all of its time. */
    private static final Duration CLEAN_UP = Duration.ofMinutes(3);

    private static final Duration FLOWS_ALONE = Duration.ofMinutes(1);
    private static final Duration LONGEST_COUNT = Duration.ofHours(24);

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "canaries|pods|flows",
            description = "Questions to ask. Default: all that the rights allow.")
    private List<Question> only = List.of(Question.values());

    @Option(
            names = "--flows-for",
            paramLabel = "TIME",
            description = "How long flows are counted. Default: while canaries run; without canaries 1m.")
    private @Nullable Duration flowsFor;

    @Mixin
    private final NodeSettings nodes = new NodeSettings();

    @Option(
            names = "--tolerations",
            split = ",",
            paramLabel = "KEY[=VALUE][:EFFECT]",
            description = "Taints that the prober's pods tolerate; * for all. Default: none.")
    private List<String> tolerations = List.of();

    /** Too much for a command line: {@link ConfigFile} hands it over as JSON. */
    @Option(names = "--" + ConfigFile.POD_TEMPLATE, hidden = true, converter = PodTemplateText.class)
    private PodTemplate template = PodTemplate.NONE;

    @Option(
            names = "--from",
            defaultValue = ClusterOptions.MESH_NAMESPACE,
            paramLabel = "NAMESPACE",
            description = "Where clients run." + DEFAULT)
    private String from = "";

    @Option(
            names = "--to",
            defaultValue = ClusterOptions.MESH_NAMESPACE,
            paramLabel = "NAMESPACE",
            description = "Where servers run." + DEFAULT)
    private String to = "";

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "REGEX|all",
            description =
                    "Send canaries from and to your own namespaces in the mesh whose whole name matches one; with a leading !"
                            + " those that match none; all for all. Clients and servers run there, each namespace's and node's once."
                            + " Default: the prober's own.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--in-pods",
            paramLabel = "SELECTOR",
            description =
                    "Also send canaries from within pods that are there, by an ephemeral container, of which Kubernetes keeps a"
                            + " record: NAMESPACE, NAMESPACE/KIND/NAME or NAMESPACE:label=value, repeatable; one pod of each workload on each node."
                            + " Default: none.")
    private List<String> inPods = List.of();

    @Option(
            names = "--mesh-namespace",
            paramLabel = "NAMESPACE",
            description = "Where istiod runs. Default: wherever the one is that ztunnels follow.")
    private @Nullable String meshNamespace;

    @Option(
            names = "--ip-families",
            split = ",",
            paramLabel = "ipv4|ipv6",
            description = "Families in which servers are dialled. Default: those that the cluster has.")
    private List<IpFamily> families = List.of(IpFamily.values());

    @Option(
            names = "--connections",
            defaultValue = "4",
            paramLabel = "N",
            description = "TCP connections per path." + DEFAULT)
    private int connections;

    @Option(
            names = "--bytes",
            defaultValue = "16384",
            paramLabel = "N",
            description =
                    "Canary bytes per connection and direction. More are sent where a waypoint or standing canaries need it."
                            + DEFAULT)
    private int bytes;

    @Option(
            names = "--no-policies",
            description = "Make no AuthorizationPolicies; whether policies hold is not judged.")
    private boolean noPolicies;

    @Option(
            names = "--concurrency",
            defaultValue = "8",
            paramLabel = "N",
            description = "Clients that send at the same time." + DEFAULT)
    private int concurrency;

    @Option(
            names = "--settle",
            defaultValue = "2s",
            paramLabel = "TIME",
            description = "Time for the mesh to learn of new servers." + DEFAULT)
    private Duration settle = Duration.ZERO;

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            paramLabel = "TIME",
            description = "Time limit for the whole run, without the clean-up." + DEFAULT)
    private Duration timeout = Duration.ZERO;

    @Option(
            names = "--connect-timeout",
            defaultValue = "5s",
            paramLabel = "TIME",
            description = "Time limit for opening one connection." + DEFAULT)
    private Duration connectTimeout = Duration.ZERO;

    @Option(
            names = "--request-timeout",
            defaultValue = "10s",
            paramLabel = "TIME",
            description = "Time limit for one request." + DEFAULT)
    private Duration requestTimeout = Duration.ZERO;

    @Option(
            names = "--standing",
            description = "Probe with canaries that live between runs: they show what fresh pods never do.")
    private boolean standing;

    @Option(names = "--keep", description = "Leave everything in the cluster; 'prober cleanup' removes it.")
    private boolean keep;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Image of agents and canaries. Default: ambient-prober of this version.")
    private String image = "ambient-prober:" + ThisRelease.version();

    String image() {
        return image;
    }

    boolean policies() {
        return !noPolicies && only.contains(Question.CANARIES) && namespaces.isEmpty();
    }

    /** Patterns of the namespaces that canaries are sent from and to, none for all; empty for the prober's own. */
    Optional<List<NamePattern>> namespaces() {
        requireAll();
        return namespaces.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        namespaces.equals(List.of(ALL))
                                ? List.of()
                                : namespaces.stream().map(NamePattern::parse).toList());
    }

    private Duration flowsFor() {
        if (!only.contains(Question.FLOWS)) {
            return Duration.ZERO;
        }
        Duration usual = only.contains(Question.CANARIES) ? Duration.ZERO : FLOWS_ALONE;
        return Objects.requireNonNullElse(flowsFor, usual);
    }

    RunOptions run() {
        requireAll();
        return new RunOptions(
                Set.copyOf(only),
                flowsFor(),
                connections,
                sentBytes(),
                policies(),
                concurrency,
                timeout,
                connectTimeout,
                requestTimeout,
                settle);
    }

    /** Whoever mistyped three options is told of three. */
    private void requireAll() {
        String wrong = Stream.of(
                        rules(),
                        nodes.rules(),
                        Rule.patterns("--namespaces", namespaces),
                        namespaceRules(),
                        inPodRules())
                .flatMap(rules -> rules)
                .filter(rule -> !rule.holds())
                .map(Rule::otherwise)
                .collect(Collectors.joining("; "));
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
    }

    private Stream<Rule> rules() {
        boolean some = connections >= 1 && connections <= Canary.MAX_CONNECTIONS;
        int smallest = some ? smallestCanary() : Canary.MIN_BYTES;
        return Stream.of(
                new Rule(some, "--connections: 1 to " + Canary.MAX_CONNECTIONS),
                new Rule(
                        bytes >= Canary.MIN_BYTES && bytes <= Canary.MAX_BYTES,
                        "--bytes: " + Canary.MIN_BYTES + " to " + Canary.MAX_BYTES),
                new Rule(
                        bytes < Canary.MIN_BYTES || bytes >= smallest,
                        "--bytes: a canary of " + bytes
                                + " that is missing could not be told among so many connections; the smallest that will do is "
                                + smallest),
                new Rule(concurrency >= 1 && concurrency <= MAX_CONCURRENCY, "--concurrency: 1 to " + MAX_CONCURRENCY),
                new Rule(timeout.isPositive(), "--timeout: longer than zero"),
                Rule.orderable("--connect-timeout", connectTimeout),
                Rule.orderable("--request-timeout", requestTimeout),
                new Rule(
                        flowsFor == null || flowsFor.isPositive() && flowsFor.compareTo(LONGEST_COUNT) <= 0,
                        "--flows-for: longer than zero, up to " + LONGEST_COUNT.toHours() + "h"),
                new Rule(flowsFor == null || only.contains(Question.FLOWS), "--flows-for: --only leaves flows out"));
    }

    /** No policy is made in namespaces of others, and nothing of the prober's stays there. */
    private Stream<Rule> namespaceRules() {
        if (namespaces.isEmpty()) {
            return Stream.empty();
        }
        boolean usual = from.equals(ClusterOptions.MESH_NAMESPACE) && to.equals(ClusterOptions.MESH_NAMESPACE);
        return Stream.of(
                new Rule(only.contains(Question.CANARIES), "--namespaces: --only leaves canaries out"),
                new Rule(usual, "--namespaces: not with --from or --to"),
                new Rule(!standing, "--namespaces: not with --standing"),
                new Rule(inPods.isEmpty(), "--namespaces: not with --in-pods; run one after the other"));
    }

    private Stream<Rule> inPodRules() {
        Rule asked =
                new Rule(inPods.isEmpty() || only.contains(Question.CANARIES), "--in-pods: --only leaves canaries out");
        return Stream.concat(Stream.of(asked), Rule.selectors("--in-pods", inPods));
    }

    /** A mesh pools connections: both ways, and all families, between the same two pods. */
    private int smallestCanary() {
        return SmallestCanary.betweenPods(pathsOfAPair(), connections, policies(), standing);
    }

    private int pathsOfAPair() {
        return Way.values().length * families.size();
    }

    /** More than was asked for, where that could not be told from what the runs before left open. */
    private int sentBytes() {
        if (!standing) {
            return bytes;
        }
        int needed = SmallestCanary.betweenStandingPods(pathsOfAPair(), connections, policies(), families.size());
        return Math.max(bytes, SmallestCanary.rounded(needed));
    }

    boolean rotates() {
        return nodes.rotates();
    }

    /** @param published namespace that the report is left in; null when it is not */
    ClusterOptions cluster(@Nullable String published) {
        requireAll();
        ClusterOptions usual = new ClusterOptions(
                Set.copyOf(only),
                nodes.choice(published),
                from,
                to,
                inPods.stream().map(InPodSelector::parse).toList(),
                EnumSet.copyOf(families),
                Stream.concat(tolerations.stream().map(TolerationText::parse), template.tolerations().stream())
                        .toList(),
                image,
                template,
                standing,
                keep,
                timeout.plus(flowsFor()).plus(CLEAN_UP));
        return meshNamespace == null ? usual : usual.meshIn(meshNamespace);
    }
}
