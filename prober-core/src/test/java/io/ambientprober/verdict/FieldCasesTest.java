package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures that users reported as judged wrong: the verdicts, and what the findings must say. */
class FieldCasesTest {
    /** Set, verdicts, a path, and words of a finding of it. */
    static List<Arguments> sets() {
        return List.of(
                arguments(
                        "in-pod-loopback",
                        List.of(
                                "run PASS",
                                "7b0e PASS hbone; NOT_JUDGED pod-ip",
                                "05ac EXPECTED plaintext; NOT_JUDGED not-in-mesh"),
                        "7b0e",
                        "node n2 read the token in 16 packets of a loopback device"),
                arguments(
                        "lost-redirection-syn-dropped",
                        List.of(
                                "run FAIL",
                                "9798 FAIL not-delivered; NOT_JUDGED not-encrypted",
                                "3561 EXPECTED plaintext; NOT_JUDGED not-in-mesh"),
                        "9798",
                        "dialled past HBONE"),
                arguments(
                        "waypoint-for-all-pod-ip",
                        List.of(
                                "run PASS",
                                "1ce0 PASS hbone; PASS waypoint",
                                "254e EXPECTED plaintext; NOT_JUDGED not-in-mesh"),
                        "1ce0",
                        "both legs through the waypoint carried the canaries, and no direct connection did"),
                arguments(
                        "wireguard-ipv6-port",
                        List.of(
                                "run FAIL",
                                "c238 FAIL plaintext-masked; NOT_JUDGED not-encrypted",
                                "228f EXPECTED plaintext; NOT_JUDGED not-in-mesh"),
                        "c238",
                        "WireGuard is in use: between nodes the clear bytes may be hidden; the mesh's encryption is lost anyway"));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void areJudgedAndExplained(String set, List<String> verdicts, String path, String words) throws IOException {
        Path folder = Corpus.cases("field", set);
        Plan plan = PlanFile.read(folder.resolve("plan.json"));

        Verdicts judged = Verdicts.of(plan, Correlation.of(plan, Analysis.read(plan, folder, VxlanPorts.usual())));

        assertThat(judged.lines()).isEqualTo(verdicts);
        PathVerdict verdict = Objects.requireNonNull(judged.paths().get(path));
        assertThat(Stream.of(verdict.encryption(), verdict.servicePath()).flatMap(ruling -> ruling.findings().stream()))
                .anyMatch(finding -> finding.contains(words));
    }
}
