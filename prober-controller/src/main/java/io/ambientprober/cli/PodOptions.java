package io.ambientprober.cli;

import io.ambientprober.cluster.PodTemplate;
import io.ambientprober.cluster.TolerationText;
import io.ambientprober.release.ThisRelease;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a cluster's mesh is, and what pods a run makes there. */
@HelpUnder(HelpHeading.CLUSTER)
final class PodOptions {
    @Option(
            names = "--mesh-namespace",
            paramLabel = "NAMESPACE",
            description = "Namespace of istiod. Default: that of the istiod that ztunnels follow.")
    private @Nullable String meshNamespace;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Image of agents and canaries. Default: ambient-prober of this version.")
    private String image = "ambient-prober:" + ThisRelease.version();

    @Option(
            names = "--tolerations",
            split = ",",
            paramLabel = "KEY[=VALUE][:EFFECT]",
            description = "Taints that the prober's pods tolerate; * for all. Default: none.")
    private List<String> tolerations = List.of();

    /** Too much for a command line: {@link ConfigFile} passes it on as JSON. */
    @Option(names = "--" + ConfigFile.POD_TEMPLATE, hidden = true, converter = PodTemplateText.class)
    private PodTemplate template = PodTemplate.NONE;

    @Option(names = "--keep", description = "Leave everything in the cluster; 'prober cleanup' deletes it.")
    private boolean keep;

    /** Null when nobody said. */
    @Nullable
    String meshNamespace() {
        return meshNamespace;
    }

    String image() {
        return image;
    }

    List<Toleration> tolerations() {
        return Stream.concat(tolerations.stream().map(TolerationText::parse), template.tolerations().stream())
                .toList();
    }

    PodTemplate template() {
        return template;
    }

    boolean keep() {
        return keep;
    }
}
