package io.ambientprober.cli;

import io.ambientprober.cluster.NodeChoice;
import io.ambientprober.cluster.NodeChoice.NamePattern;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which nodes are probed, as the command line says it. */
@HelpUnder(HelpHeading.PROBED)
final class NodeSettings {
    static final String ROTATE = "--rotate";

    @Option(
            names = "--nodes",
            split = ",",
            paramLabel = "REGEX",
            description = "Nodes by their whole name; !REGEX leaves some out. Default: all.")
    private List<String> nodes = List.of();

    @Option(
            names = "--node-selector",
            defaultValue = "",
            paramLabel = "LABELS",
            description = "Nodes by their labels, for example 'pool=web,!gpu'. Default: all.")
    private String nodeSelector = "";

    @Option(names = "--max-nodes", paramLabel = "N", description = "Largest number of nodes. Default: all.")
    private int maxNodes = Integer.MAX_VALUE;

    @Option(names = "--single-node", description = "Only one node; the same as --max-nodes 1.")
    private boolean singleNode;

    @Option(
            names = ROTATE,
            description =
                    "With --max-nodes and --publish: take the nodes in turns, those first that were not probed for longest.")
    private boolean rotate;

    boolean rotates() {
        return rotate;
    }

    Stream<Rule> rules() {
        return Stream.concat(
                Stream.of(
                        new Rule(maxNodes >= 1, "--max-nodes: 1 or more"),
                        new Rule(!rotate || most() < Integer.MAX_VALUE, ROTATE + ": needs --max-nodes")),
                Rule.patterns("--nodes", nodes));
    }

    private int most() {
        return singleNode ? 1 : maxNodes;
    }

    /** @param published namespace that the report is left in; null when it is not */
    NodeChoice choice(@Nullable String published) {
        return new NodeChoice(
                nodes.stream().map(NamePattern::parse).toList(), nodeSelector, most(), rotate ? published : null);
    }
}
