package io.ambientprober.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stand-in gets from the prober what the real ztunnel gets: the labelled captures of the same scenario say the same. */
class RealityTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Scenario, and the labelled captures that were made of it with the real ztunnel. */
    private static final Map<String, List<String>> CAPTURES = Map.ofEntries(
            Map.entry("healthy", List.of("a", "k8s-healthy")),
            Map.entry("masked", List.of("d-masked", "k8s-lost-client-socketlb")),
            Map.entry("not-enrolled", List.of("d")),
            Map.entry("lost-client", List.of("e-client")),
            Map.entry("lost-server", List.of("e-server")),
            Map.entry("proxy-down", List.of("e-noztunnel")),
            Map.entry("strict", List.of("d-strict")),
            Map.entry("not-tls", List.of("n")),
            Map.entry("socket-lb", List.of("c")),
            Map.entry("waypoint", List.of("h")),
            Map.entry("waypoint-lost", List.of("c-prime")),
            Map.entry("outside", List.of("f")),
            Map.entry("vxlan", List.of("vxlan", "vxlan-any")),
            Map.entry("vxlan-leak", List.of("vxlan-leak")),
            Map.entry("ipv6", List.of("ipv6")),
            Map.entry("dropped", List.of("dropped")));

    private record Rulings(String encryption, String servicePath) {}

    static Stream<Named<Scenario>> scenarios() {
        return Scenarios.OF_CANARIES.stream().map(scenario -> Named.of(scenario.name(), scenario));
    }

    @Test
    void everyScenarioHasACounterpart() {
        assertThat(CAPTURES)
                .containsOnlyKeys(
                        Scenarios.OF_CANARIES.stream().map(Scenario::name).toList());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void saysWhatTheRealZtunnelLeadsTo(Scenario scenario) throws Exception {
        String captures = System.getProperty("prober.captures", "");
        assumeFalse(captures.isEmpty(), "the labelled captures: set PROBER_CAPTURES to their folder");
        PathReasons reasons = Objects.requireNonNull(scenario.paths());
        Rulings right = new Rulings(
                reasons.encryption().verdict() + " " + reasons.encryption().code(),
                reasons.servicePath().verdict() + " " + reasons.servicePath().code());

        for (String set : CAPTURES.getOrDefault(scenario.name(), List.of())) {
            assertThat(labels(Path.of(captures, set, "expected.json"))).as(set).contains(right);
        }
    }

    private static List<Rulings> labels(Path expected) throws Exception {
        return StreamSupport.stream(
                        JSON.readTree(expected.toFile()).path("paths").spliterator(), false)
                .map(path -> new Rulings(ruling(path.path("encryption")), ruling(path.path("servicePath"))))
                .toList();
    }

    private static String ruling(JsonNode ruling) {
        return ruling.path("verdict").asText() + " " + ruling.path("reason").asText();
    }
}
