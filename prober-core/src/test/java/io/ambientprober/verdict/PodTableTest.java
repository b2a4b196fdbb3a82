package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.HbonePort;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.NotSwept;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import io.ambientprober.enrolled.PodsRecord;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.MeshView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of pods: each row alone, and all combinations of what a sweep can come to. */
class PodTableTest {
    private static final Instant AT = Instant.parse("2026-11-28T12:00:00Z");
    private static final PodName POD = new PodName("mesh", "client-1");
    private static final String OWN = "spiffe://cluster.local/ns/mesh/sa/client";

    private static final EnrolledPod OLD = new EnrolledPod(
            POD,
            "node-1",
            "Deployment/client",
            "client",
            List.of(),
            AT.minus(Duration.ofDays(29)),
            "enabled",
            false,
            false,
            false,
            false);

    /** What an agent found of one port; healthy but for what a test changes. */
    private record Found(
            Answer answer,
            @Nullable Boolean mutual,
            @Nullable Authority authority,
            @Nullable String spiffe,
            @Nullable String tls,
            @Nullable String suite,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter) {
        static final Found HEALTHY = new Found(
                Answer.TLS,
                true,
                Authority.MESH,
                OWN,
                "1.3",
                "0x1302",
                AT.minus(Duration.ofHours(12)),
                AT.plus(Duration.ofHours(12)));

        Found answer(Answer other) {
            return new Found(other, mutual, authority, spiffe, tls, suite, notBefore, notAfter);
        }

        Found mutual(@Nullable Boolean other) {
            return new Found(answer, other, authority, spiffe, tls, suite, notBefore, notAfter);
        }

        Found authority(@Nullable Authority other) {
            return new Found(answer, mutual, other, spiffe, tls, suite, notBefore, notAfter);
        }

        Found spiffe(@Nullable String other) {
            return new Found(answer, mutual, authority, other, tls, suite, notBefore, notAfter);
        }

        Found chose(@Nullable String version, @Nullable String number) {
            return new Found(answer, mutual, authority, spiffe, version, number, notBefore, notAfter);
        }

        Found valid(@Nullable Instant from, @Nullable Instant to) {
            return new Found(answer, mutual, authority, spiffe, tls, suite, from, to);
        }

        Swept swept() {
            return swept(AT);
        }

        /** @param at by the clock of its node */
        Swept swept(Instant at) {
            HandshakeResult result = new HandshakeResult(
                    POD.toString(),
                    mutual,
                    spiffe,
                    authority,
                    tls,
                    suite,
                    "h2",
                    notAfter,
                    "EC P-256",
                    116,
                    48,
                    List.of("a: finding"));
            return new Swept(at, answer, result, notBefore);
        }

        boolean mayPass() {
            return answer == Answer.TLS
                    && Objects.equals(mutual, true)
                    && authority == Authority.MESH
                    && OWN.equals(spiffe)
                    && tls != null
                    && !tls.equals("1.0")
                    && "0x1302".equals(suite)
                    && notBefore != null
                    && !AT.isBefore(notBefore)
                    && notAfter != null
                    && !notAfter.isBefore(AT);
        }
    }

    private static PodVerdict judged(EnrolledPod pod, HbonePort port, @Nullable MeshView mesh) {
        PodsRecord record = new PodsRecord(List.of(new PodCheck(pod, port, mesh)), "cluster.local", AT);
        return PodJudge.judge(record).getFirst();
    }

    private static PodReason reason(Found found) {
        return judged(OLD, found.swept(), null).hbone().reason();
    }

    private static EnrolledPod pod(Duration age, String redirection, boolean sidecar, boolean leaving) {
        return new EnrolledPod(
                POD,
                "node-1",
                "Deployment/client",
                "client",
                List.of(),
                AT.minus(age),
                redirection,
                sidecar,
                leaving,
                false,
                false);
    }

    private static MeshView mesh(@Nullable String protocol) {
        return new MeshView(POD, "enabled", protocol, null, List.of());
    }

    @Test
    void whatIsAsItShouldBePasses() {
        PodVerdict verdict = judged(OLD, Found.HEALTHY.swept(), mesh("HBONE"));

        assertThat(verdict.hbone()).isEqualTo(new Ruling<>(PodReason.HBONE, List.of()));
        assertThat(verdict.spiffe()).isEqualTo(OWN);
        assertThat(reason(Found.HEALTHY)).isEqualTo(PodReason.HBONE);
    }

    @ParameterizedTest
    @CsvSource({
        "100, enabled, false, true, LEAVING",
        "1, '', true, true, LEAVING",
        "100, '', true, false, SIDECAR",
        "100, '', false, false, STARTING",
        "100, pending, false, false, STARTING",
        "9, enabled, false, false, STARTING",
        "11, enabled, false, false, HBONE_REFUSED"
    })
    void aPodThatIsNotReadyToBeJudgedIsNot(
            long age, String redirection, boolean sidecar, boolean leaving, PodReason reason) {
        HbonePort silent = Found.HEALTHY.answer(Answer.NONE).swept();

        PodVerdict verdict = judged(pod(Duration.ofSeconds(age), redirection, sidecar, leaving), silent, null);

        assertThat(verdict.hbone().reason()).isEqualTo(reason);
        assertThat(verdict.hbone().findings()).isNotEmpty();
    }

    /** By the time of the listing, as nothing else is known. */
    @Test
    void whoWasNotAskedIsNotPassed() {
        assertThat(judged(OLD, new NotSwept("node-1 has no agent"), null).hbone())
                .isEqualTo(new Ruling<>(PodReason.NOT_SWEPT, List.of("node-1 has no agent")));
        assertThat(judged(pod(Duration.ofSeconds(9), "enabled", false, false), new NotSwept("x"), null)
                        .hbone()
                        .reason())
                .isEqualTo(PodReason.STARTING);
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, NOT_SWEPT", "NONE, HBONE_REFUSED", "NOT_TLS, NOT_TLS"})
    void whatDoesNotAnswerInTls(Answer answer, PodReason reason) {
        assertThat(reason(Found.HEALTHY.answer(answer))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1.3, 0x1302, HBONE",
                "1.2, 0xc02c, HBONE",
                "1.1, 0xc02c, WEAK_TLS",
                "1.0, -, WEAK_TLS",
                "1.2, 0x0005, WEAK_TLS",
                "1.3, 0xc0b4, WEAK_TLS",
                "-, -, UNTOLD",
                "1.3, -, UNTOLD"
            })
    void whatItChose(@Nullable String version, @Nullable String suite, PodReason reason) {
        assertThat(reason(Found.HEALTHY.chose(version, suite))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "false, MESH, NOT_MUTUAL",
                "false, FOREIGN, NOT_MUTUAL",
                "false, -, NOT_MUTUAL",
                "true, FOREIGN, FOREIGN_AUTHORITY",
                "-, FOREIGN, FOREIGN_AUTHORITY",
                "true, UNVERIFIED, NO_ROOT",
                "-, UNVERIFIED, UNTOLD",
                "true, -, UNTOLD",
                "-, MESH, UNTOLD",
                "-, -, UNTOLD"
            })
    void whoAnswersAndWhomItLetsIn(@Nullable Boolean mutual, @Nullable Authority authority, PodReason reason) {
        assertThat(reason(Found.HEALTHY.mutual(mutual).authority(authority))).isEqualTo(reason);
    }

    /** What cannot be told is below what is proof: somebody else's certificate is, whatever became of the second stranger. */
    @Test
    void whatCannotBeToldHidesNoProof() {
        Found untold = Found.HEALTHY.mutual(null);

        assertThat(reason(untold.spiffe(OWN + "2"))).isEqualTo(PodReason.FOREIGN_IDENTITY);
        assertThat(reason(untold.valid(AT.minusSeconds(7200), AT.minusSeconds(1))))
                .isEqualTo(PodReason.EXPIRED);
        assertThat(judged(OLD, untold.swept(), null).hbone())
                .satisfies(ruling -> assertThat(ruling.verdict()).isEqualTo(Verdict.INCONCLUSIVE))
                .satisfies(ruling -> assertThat(ruling.reason().code()).isEqualTo("not-swept"))
                .satisfies(ruling -> assertThat(ruling.findings()).hasSize(2).contains("a: finding"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "spiffe://cluster.local/ns/mesh/sa/server",
                "spiffe://cluster.local/ns/other/sa/client",
                "spiffe://other.example/ns/mesh/sa/client",
                "spiffe://cluster.local/ns/mesh/sa/client/more",
                "-"
            })
    void anIdentityThatIsNotThePodsOwn(@Nullable String spiffe) {
        Ruling<PodReason> ruling =
                judged(OLD, Found.HEALTHY.spiffe(spiffe).swept(), null).hbone();

        assertThat(ruling.reason()).isEqualTo(PodReason.FOREIGN_IDENTITY);
        assertThat(ruling.findings().getFirst())
                .isEqualTo((spiffe == null ? "its certificate proves no identity" : "its certificate is for " + spiffe)
                        + ", and should be " + OWN);
    }

    /** Hours since it became valid, and until it is no more. */
    @ParameterizedTest
    @CsvSource({
        "-0.001, 24, EXPIRED",
        "24, -0.001, EXPIRED",
        "0, 24, HBONE",
        "12, 12, HBONE",
        "17.9, 6.1, HBONE",
        "18.1, 5.9, EXPIRING",
        "1, 0.99, EXPIRING",
        "1, 1.01, HBONE",
        "24, 0, EXPIRING"
    })
    void theValidityOfItsCertificate(double since, double left, PodReason reason) {
        assertThat(reason(Found.HEALTHY.valid(AT.minus(hours(since)), AT.plus(hours(left)))))
                .isEqualTo(reason);
    }

    /** Hours that the clock of its node is ahead of ours, since it became valid by ours, and until it is no more. */
    @ParameterizedTest
    @CsvSource({
        "48, 12, 12, CLOCKS_APART",
        "-48, 12, 12, CLOCKS_APART",
        "48, 60, -36, EXPIRED",
        "-48, 60, -36, CLOCKS_APART",
        "-48, 108, -84, EXPIRED",
        "48, -84, 108, EXPIRED",
        "3, 12, 12, HBONE",
        "0.5, 12, 12, HBONE",
        "0.5, 23.7, 0.3, EXPIRED"
    })
    void aCertificateIsValidOrNotByBothClocks(double ahead, double since, double left, PodReason reason) {
        Found found = Found.HEALTHY.valid(AT.minus(hours(since)), AT.plus(hours(left)));

        assertThat(judged(OLD, found.swept(AT.plus(hours(ahead))), null).hbone().reason())
                .isEqualTo(reason);
    }

    @Test
    void saysWhichClocksAreApart() {
        assertThat(judged(OLD, Found.HEALTHY.swept(AT.plus(hours(48))), null)
                        .hbone()
                        .findings())
                .startsWith(
                        "the clock of its node says 2026-11-30T12:00:00Z, that of the run 2026-11-28T12:00:00Z:"
                                + " whether its certificate is valid depends on which is right",
                        "its certificate is valid from 2026-11-28T00:00:00Z to 2026-11-29T00:00:00Z");
    }

    /** Who is young by one clock only is judged: a clock that is behind would hide it. */
    @Test
    void aClockThatIsBehindMakesNoPodYoung() {
        HbonePort silent = Found.HEALTHY.answer(Answer.NONE).swept(AT.minus(hours(48)));

        assertThat(judged(pod(Duration.ofHours(1), "enabled", false, false), silent, null)
                        .hbone()
                        .reason())
                .isEqualTo(PodReason.HBONE_REFUSED);
        assertThat(judged(pod(Duration.ofSeconds(9), "enabled", false, false), silent, null)
                        .hbone()
                        .reason())
                .isEqualTo(PodReason.STARTING);
    }

    private static Duration hours(double hours) {
        return Duration.ofMillis((long) (hours * 3_600_000));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "HBONE, HBONE, -",
                "TCP, MESH_DISAGREES, its node's ztunnel has it as TCP",
                "-, MESH_DISAGREES, its node's ztunnel does not know it"
            })
    void whatTheMeshSays(@Nullable String protocol, PodReason reason, @Nullable String finding) {
        PodVerdict verdict = judged(OLD, Found.HEALTHY.swept(), mesh(protocol));

        assertThat(verdict.hbone().reason()).isEqualTo(reason);
        assertThat(verdict.protocol()).isEqualTo(protocol);
        assertThat(verdict.hbone().findings().stream().findFirst().orElse(null)).isEqualTo(finding);
        assertThat(judged(OLD, Found.HEALTHY.spiffe(null).swept(), mesh("TCP"))
                        .hbone()
                        .reason())
                .isEqualTo(PodReason.FOREIGN_IDENTITY);
    }

    @Test
    void noCombinationSlipsThrough() {
        Set<PodReason> met = EnumSet.noneOf(PodReason.class);
        for (Found found : combinations()) {
            PodReason reason = reason(found);
            met.add(reason);

            assertThat(reason.verdict() == Verdict.PASS || reason.verdict() == Verdict.WARN)
                    .as("%s: %s", reason, found)
                    .isEqualTo(found.mayPass());
        }

        assertThat(met)
                .contains(PodReason.HBONE, PodReason.EXPIRING)
                .doesNotContain(
                        PodReason.LEAVING,
                        PodReason.SIDECAR,
                        PodReason.STARTING,
                        PodReason.CLOCKS_APART,
                        PodReason.MESH_DISAGREES)
                .hasSize(PodReason.values().length - 5);
    }

    private static List<Found> combinations() {
        List<Found> all =
                Arrays.stream(Answer.values()).map(Found.HEALTHY::answer).toList();
        all = with(all, Arrays.asList(true, false, null), Found::mutual);
        all = with(all, Arrays.asList(Authority.MESH, Authority.FOREIGN, Authority.UNVERIFIED, null), Found::authority);
        all = with(all, Arrays.asList(OWN, "spiffe://cluster.local/ns/mesh/sa/server", null), Found::spiffe);
        all = with(all, Arrays.asList("1.3", "1.2", "1.0", null), (found, tls) -> found.chose(tls, found.suite()));
        all = with(all, Arrays.asList("0x1302", "0x0005", null), (found, suite) -> found.chose(found.tls(), suite));
        List<@Nullable Instant> moments = Arrays.asList(
                AT.minusSeconds(40_000), AT.minusSeconds(1), AT.plusSeconds(1), AT.plusSeconds(40_000), null);
        all = with(all, moments, (found, from) -> found.valid(from, found.notAfter()));
        return with(all, moments, (found, to) -> found.valid(found.notBefore(), to));
    }

    private interface Change<T> {
        Found to(Found found, @Nullable T value);
    }

    private static <T> List<Found> with(List<Found> all, List<@Nullable T> values, Change<T> change) {
        return all.stream()
                .flatMap(found -> values.stream().map(value -> change.to(found, value)))
                .toList();
    }
}
