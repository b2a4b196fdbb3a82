package io.ambientprober.cli;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.SmallestCanary;
import io.ambientprober.cluster.ClusterOptions;
import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.ambientprober.run.Question;
import io.ambientprober.run.RunOptions;
import io.ambientprober.run.Site.Way;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is probed and how, as the command line says it. */
final class RunSettings {
    /** What the cluster ends by itself, when a controller is lost, outlives a run that takes all of its time. */
    private static final Duration CLEAN_UP = Duration.ofMinutes(3);

    private static final Duration FLOWS_ALONE = Duration.ofMinutes(1);

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final ProbedOptions probed = new ProbedOptions();

    @Mixin
    private final NodeSettings nodes = new NodeSettings();

    @Mixin
    private final SendingOptions sending = new SendingOptions();

    @Mixin
    private final PodOptions pods = new PodOptions();

    String image() {
        return pods.image();
    }

    boolean policies() {
        return sending.makesPolicies() && probed.asks(Question.CANARIES) && !probed.isRing();
    }

    /** Patterns of the namespaces that canaries are sent from and to, none for all; empty for the prober's own. */
    Optional<List<NamePattern>> namespaces() {
        requireAll();
        return probed.namespaces();
    }

    private Duration flowsFor() {
        if (!probed.asks(Question.FLOWS)) {
            return Duration.ZERO;
        }
        Duration usual = probed.asks(Question.CANARIES) ? Duration.ZERO : FLOWS_ALONE;
        return Objects.requireNonNullElse(sending.flowsFor(), usual);
    }

    RunOptions run() {
        requireAll();
        return new RunOptions(
                probed.questions(),
                flowsFor(),
                sending.connections(),
                sentBytes(),
                policies(),
                sending.concurrency(),
                sending.timeout(),
                sending.connectTimeout(),
                sending.requestTimeout(),
                sending.settle());
    }

    /** All that is wrong is said at once. */
    private void requireAll() {
        String wrong = Stream.of(sending.rules(), rules(), nodes.rules(), probed.rules())
                .flatMap(rules -> rules)
                .filter(rule -> !rule.holds())
                .map(Rule::otherwise)
                .collect(Collectors.joining("; "));
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
    }

    /** What options of one kind say of those of another. */
    private Stream<Rule> rules() {
        int smallest = sending.canConnect() ? smallestCanary() : Canary.MIN_BYTES;
        return Stream.of(
                new Rule(
                        sending.bytes() < Canary.MIN_BYTES || sending.bytes() >= smallest,
                        "--bytes: a canary of " + sending.bytes()
                                + " that is missing could not be told among so many connections; the smallest that will do is "
                                + smallest),
                new Rule(
                        sending.flowsFor() == null || probed.asks(Question.FLOWS),
                        "--flows-for: --only leaves flows out"),
                new Rule(!probed.isRing() || !sending.standing(), "--namespaces: not with --standing"));
    }

    /** A mesh pools connections: both ways, and all families, between the same two pods. */
    private int smallestCanary() {
        return SmallestCanary.betweenPods(pathsOfAPair(), sending.connections(), policies(), sending.standing());
    }

    private int pathsOfAPair() {
        return Way.values().length * probed.families().size();
    }

    /** More than was asked for, where that could not be told from what the runs before left open. */
    private int sentBytes() {
        if (!sending.standing()) {
            return sending.bytes();
        }
        int needed = SmallestCanary.betweenStandingPods(
                pathsOfAPair(),
                sending.connections(),
                policies(),
                probed.families().size());
        return Math.max(sending.bytes(), SmallestCanary.rounded(needed));
    }

    boolean rotates() {
        return nodes.rotates();
    }

    /** @param published namespace that the report is left in; null when it is not */
    ClusterOptions cluster(@Nullable String published) {
        requireAll();
        ClusterOptions usual = new ClusterOptions(
                probed.questions(),
                nodes.choice(published),
                probed.from(),
                probed.to(),
                probed.inPods(),
                probed.families(),
                pods.tolerations(),
                pods.image(),
                pods.template(),
                sending.standing(),
                pods.keep(),
                sending.timeout().plus(flowsFor()).plus(CLEAN_UP));
        return pods.meshNamespace() == null ? usual : usual.meshIn(pods.meshNamespace());
    }
}
