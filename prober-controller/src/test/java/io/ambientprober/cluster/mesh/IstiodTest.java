package io.ambientprober.cluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IstiodTest {
    /** What runs, what ztunnels follow, the namespace that was named or none, and where settings are looked for. */
    static List<Arguments> clusters() {
        return List.of(
                arguments("", "", "", ""),
                arguments("istio-system/", "", "", "istio-system/istio"),
                arguments("istio-control/1-30-2", "", "", "istio-control/istio-1-30-2"),
                arguments("istio-system/default", "", "", "istio-system/istio"),
                arguments(
                        "istio-system/1-29-1 istio-system/1-30-2",
                        "",
                        "",
                        "istio-system/istio-1-29-1 istio-system/istio-1-30-2"),
                arguments(
                        "istio-system/1-29-1 istio-system/1-30-2",
                        "istiod-1-30-2.istio-system.svc:15012",
                        "",
                        "istio-system/istio-1-30-2"),
                arguments(
                        "istio-system/1-30-2",
                        "istiod-stable.istio-system.svc.cluster.local:15012",
                        "",
                        "istio-system/istio-1-30-2"),
                arguments("istio-system/1-30-2", "istiod.istio-system.svc:15012", "", "istio-system/istio-1-30-2"),
                arguments("impostor/ mesh/", "https://istiod.mesh.svc:15012", "", "mesh/istio"),
                arguments("", "istiod-1-30-2.mesh.svc:15012", "", "mesh/istio-1-30-2"),
                arguments("impostor/", "istiod.example.com:15012", "", ""),
                arguments("", "istiod.example.com:15012 istiod.impostor.svc:15012", "", ""),
                arguments("mesh/ impostor/", "- istiod.impostor.svc:15012", "", "impostor/istio mesh/istio"),
                arguments("mesh/", "istiod.mesh.svc:15012 istiod.impostor.svc:15012", "", "impostor/istio mesh/istio"),
                arguments("impostor/ mesh/a", "istiod.impostor.svc:15012", "mesh", "mesh/istio-a"),
                arguments("mesh/a mesh/b", "istiod-b.mesh.svc:15012", "mesh", "mesh/istio-b"),
                arguments("", "", "mesh", "mesh/istio"));
    }

    @ParameterizedTest
    @MethodSource("clusters")
    void settingsAreThoseOfTheControlPlaneThatZtunnelsFollow(
            String running, String followed, String namespace, String settings) {
        Set<Istiod> pods = words(running)
                .map(text -> text.split("/", -1))
                .map(text -> new Istiod(text[0], text[1]))
                .collect(Collectors.toSet());

        assertThat(Istiod.candidates(
                        pods,
                        words(followed)
                                .map(text -> text.equals("-") ? "" : text)
                                .collect(Collectors.toSet()),
                        Optional.of(namespace).filter(text -> !text.isEmpty())))
                .extracting(Istiod::toString)
                .containsExactlyElementsOf(words(settings).toList());
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
    }

    @Test
    void aZtunnelSaysWhomItFollows() {
        assertThat(Istiod.followedBy(ztunnel("XDS_ADDRESS", "istiod.a.svc:15012")))
                .contains("istiod.a.svc:15012");
        assertThat(Istiod.followedBy(ztunnel("CA_ADDRESS", "istiod.a.svc:15012")))
                .contains("istiod.a.svc:15012");
        assertThat(Istiod.followedBy(ztunnel("XDS_ADDRESS", ""))).isEmpty();
        assertThat(Istiod.followedBy(ztunnel("OTHER", "istiod.a.svc:15012"))).isEmpty();
    }

    private static Pod ztunnel(String variable, String value) {
        return new PodBuilder()
                .withNewSpec()
                .addNewContainer()
                .addNewEnv()
                .withName(variable)
                .withValue(value)
                .endEnv()
                .endContainer()
                .endSpec()
                .build();
    }
}
