package io.ambientprober.verdict;

import static io.ambientprober.verdict.Sight.SERVER;
import static io.ambientprober.verdict.Sight.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Service path and policy in words, to the letter. */
class ServicePathFindingsTest {
    private final Sight sight = new Sight();

    @ParameterizedTest
    @EnumSource(names = {"POD_IP", "NOT_IN_MESH", "NOT_ENCRYPTED"})
    void nothingIsSaidOfWhatIsNotJudged(ServicePathReason reason) {
        assertThat(sight.findings(reason)).isEmpty();
    }

    @Test
    void throughAWaypoint() {
        assertThat(sight.findings(ServicePathReason.WAYPOINT))
                .containsExactly("both legs through the waypoint carried the canaries, and no direct connection did");
        assertThat(sight.findings(ServicePathReason.WAYPOINT_BYPASSED))
                .containsExactly(
                        "a canary, or more, went to the server's HBONE port directly: what the waypoint would enforce did not apply");
    }

    @Test
    void whatTheKernelShowed() {
        assertThat(sight.findings(ServicePathReason.SERVICE))
                .containsExactly("the client's kernel showed the Service's address 10.96.0.10");

        sight.outcome = Sight.outcome(4, 4, SERVER);
        assertThat(sight.findings(ServicePathReason.SERVICE_LOST))
                .containsExactly("the client's kernel showed 10.0.2.2 instead of the Service's address:"
                        + " a socket-level load balancer rewrote it before the mesh could see it");

        sight.outcome = Sight.outcome(4, 4, VIP, SERVER);
        assertThat(sight.findings(ServicePathReason.SERVICE_LOST))
                .containsExactly("the client's kernel showed 10.96.0.10, 10.0.2.2, and not the Service's address alone:"
                        + " a socket-level load balancer rewrote it before the mesh could see it");
    }

    @Test
    void thatNobodyCanTell() {
        assertThat(sight.findings(ServicePathReason.NO_WITNESS))
                .containsExactly("the client's kernel showed no peer address");

        sight.throughWaypoint("10.0.9.1");
        assertThat(sight.findings(ServicePathReason.NO_WITNESS))
                .containsExactly("the captures do not hold all canaries on both legs through one waypoint pod");
    }

    static List<Arguments> policies() {
        return List.of(
                arguments(PolicyReason.NOT_TRIED, List.of()),
                arguments(
                        PolicyReason.NOT_ENFORCED,
                        List.of("the denied port was reached although a DENY policy names it")),
                arguments(
                        PolicyReason.NO_IDENTITY,
                        List.of(
                                "the port that a principal must open stayed closed: the destination saw no mTLS identity")),
                arguments(
                        PolicyReason.MASKING,
                        List.of(
                                "L4 policy is enforced while the wire is clear: that it holds proves nothing about encryption")),
                arguments(
                        PolicyReason.ENFORCED, List.of("the denied port was refused; the identity port was reached")));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whatPolicyDid(PolicyReason reason, List<String> findings) {
        assertThat(PolicyFindings.of(reason)).isEqualTo(findings);
    }
}
