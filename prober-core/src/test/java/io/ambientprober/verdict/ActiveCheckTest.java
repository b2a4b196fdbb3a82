package io.ambientprober.verdict;

import static io.ambientprober.verdict.Facts.Fact.STRANGER_ACCEPTED;
import static io.ambientprober.verdict.Facts.Fact.STRANGER_REFUSED;
import static io.ambientprober.verdict.Facts.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.ProbePath.Handshake;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the active check found stands among the findings of a verdict, whichever way it went. */
class ActiveCheckTest {
    @Test
    void aPassSaysWhoTheServerIsAndHowStrangersFared() {
        Handshake handshake = new Handshake(
                true,
                "spiffe://cluster.local/ns/b/sa/server",
                List.of("stranger-refused: alert certificate_required (116)"));

        assertThat(path(STRANGER_REFUSED)
                        .checked(handshake)
                        .verdict()
                        .encryption()
                        .findings())
                .contains(
                        "active check: strangers were asked for a certificate and refused",
                        "active check: the server's certificate is for spiffe://cluster.local/ns/b/sa/server",
                        "active check: stranger-refused: alert certificate_required (116)");
    }

    @Test
    void aFailureSaysHowAStrangerGotIn() {
        Handshake handshake =
                new Handshake(false, null, List.of("accepts-strangers: it answered over HTTP/2 or with other data"));

        assertThat(path(STRANGER_ACCEPTED).checked(handshake).verdict().encryption())
                .satisfies(ruling -> assertThat(ruling.reason()).isEqualTo(EncryptionReason.NOT_MUTUAL))
                .satisfies(ruling -> assertThat(ruling.findings())
                        .contains("active check: accepts-strangers: it answered over HTTP/2 or with other data"));
    }

    @Test
    void withoutACheckNothingIsSaidOfIt() {
        assertThat(path().verdict().encryption().findings()).noneMatch(finding -> finding.contains("active check"));
    }
}
