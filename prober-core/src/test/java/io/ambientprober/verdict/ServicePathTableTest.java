package io.ambientprober.verdict;

import static io.ambientprober.verdict.EncryptionReason.CONTROL_UNSEEN;
import static io.ambientprober.verdict.EncryptionReason.HBONE;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_EXPECTED;
import static io.ambientprober.verdict.EncryptionReason.UNSEEN;
import static io.ambientprober.verdict.Facts.Fact.CLIENT_NOT_ENROLLED;
import static io.ambientprober.verdict.Facts.Fact.DIRECT_SURPLUS;
import static io.ambientprober.verdict.Facts.Fact.EXPECTS_PLAINTEXT;
import static io.ambientprober.verdict.Facts.Fact.FROM_WAYPOINT;
import static io.ambientprober.verdict.Facts.Fact.POD_DIALLED;
import static io.ambientprober.verdict.Facts.Fact.SERVER_NOT_ENROLLED;
import static io.ambientprober.verdict.Facts.Fact.TO_WAYPOINT;
import static io.ambientprober.verdict.Facts.Fact.WAYPOINT;
import static io.ambientprober.verdict.Facts.SERVER;
import static io.ambientprober.verdict.Facts.VIP;
import static io.ambientprober.verdict.Facts.outcome;
import static io.ambientprober.verdict.Facts.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.verdict.Facts.Fact;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePathTableTest {
    private static final CanaryOutcome VIP_SHOWN = outcome(4, null, null, VIP);
    private static final CanaryOutcome POD_SHOWN = outcome(4, null, null, SERVER);
    private static final CanaryOutcome BOTH_SHOWN = outcome(4, null, null, SERVER, VIP);
    private static final CanaryOutcome NOTHING_SHOWN = new CanaryOutcome(4, 4, List.of(), null, null);

    private static final Fact[] DECIDING = {
        EXPECTS_PLAINTEXT,
        POD_DIALLED,
        CLIENT_NOT_ENROLLED,
        SERVER_NOT_ENROLLED,
        WAYPOINT,
        TO_WAYPOINT,
        FROM_WAYPOINT,
        DIRECT_SURPLUS
    };

    static List<Arguments> rows() {
        return List.of(
                arguments(path(EXPECTS_PLAINTEXT), PLAINTEXT_EXPECTED, "NOT_JUDGED not-in-mesh"),
                arguments(path(EXPECTS_PLAINTEXT, POD_DIALLED), PLAINTEXT_EXPECTED, "NOT_JUDGED not-in-mesh"),
                arguments(path(POD_DIALLED), HBONE, "NOT_JUDGED pod-ip"),
                arguments(path(POD_DIALLED, CLIENT_NOT_ENROLLED), PLAINTEXT, "NOT_JUDGED pod-ip"),
                arguments(path(CLIENT_NOT_ENROLLED), PLAINTEXT, "NOT_JUDGED not-in-mesh"),
                arguments(path(SERVER_NOT_ENROLLED), PLAINTEXT, "NOT_JUDGED not-in-mesh"),
                arguments(path(), PLAINTEXT, "NOT_JUDGED not-encrypted"),
                arguments(path(), UNSEEN, "PASS service"),
                arguments(path(), CONTROL_UNSEEN, "PASS service"),
                arguments(path(WAYPOINT, TO_WAYPOINT, FROM_WAYPOINT), HBONE, "PASS waypoint"),
                arguments(path(WAYPOINT, TO_WAYPOINT, FROM_WAYPOINT), UNSEEN, "INCONCLUSIVE no-witness"),
                arguments(path(WAYPOINT, TO_WAYPOINT, FROM_WAYPOINT, DIRECT_SURPLUS), HBONE, "FAIL waypoint-bypassed"),
                arguments(path(WAYPOINT, DIRECT_SURPLUS), HBONE, "FAIL waypoint-bypassed"),
                arguments(path(DIRECT_SURPLUS), HBONE, "PASS service"),
                arguments(path(WAYPOINT, TO_WAYPOINT), UNSEEN, "INCONCLUSIVE no-witness"),
                arguments(path(WAYPOINT, FROM_WAYPOINT), UNSEEN, "INCONCLUSIVE no-witness"),
                arguments(path(WAYPOINT), UNSEEN, "INCONCLUSIVE no-witness"),
                arguments(path().reporting(VIP_SHOWN), HBONE, "PASS service"),
                arguments(path().reporting(POD_SHOWN), HBONE, "WARN service-lost"),
                arguments(path().reporting(BOTH_SHOWN), HBONE, "WARN service-lost"),
                arguments(path().reporting(NOTHING_SHOWN), HBONE, "INCONCLUSIVE no-witness"),
                arguments(path().reporting(null), EncryptionReason.NO_OUTCOME, "INCONCLUSIVE no-witness"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgesByTheFirstRowThatHolds(Facts facts, EncryptionReason encryption, String expected) {
        ServicePathReason reason = facts.servicePath(encryption);

        assertThat(reason.verdict() + " " + reason.code()).isEqualTo(expected);
    }

    @Test
    void theUpperOfAnyRowsThatHoldDecides() {
        for (int bits = 0; bits < 1 << DECIDING.length; bits++) {
            EnumSet<Fact> facts = EnumSet.noneOf(Fact.class);
            for (int i = 0; i < DECIDING.length; i++) {
                if ((bits >> i & 1) != 0) {
                    facts.add(DECIDING[i]);
                }
            }
            for (CanaryOutcome outcome : List.of(VIP_SHOWN, POD_SHOWN, BOTH_SHOWN, NOTHING_SHOWN)) {
                assertAllEncryptions(path(facts, outcome));
            }
        }
    }

    private static final String WAYPOINT_V4 = "10.0.9.1";
    private static final String OTHER_WAYPOINT = "10.0.9.2";
    private static final String WAYPOINT_V6 = "fd00:9::1";

    /** A plan knows addresses: two of one family are two pods, one of each may be one. */
    @ParameterizedTest
    @CsvSource({
        WAYPOINT_V4 + "," + WAYPOINT_V4 + ", true",
        WAYPOINT_V4 + "," + OTHER_WAYPOINT + ", false",
        WAYPOINT_V4 + "," + WAYPOINT_V6 + ", true",
        WAYPOINT_V6 + "," + WAYPOINT_V4 + ", true"
    })
    void goesThroughAWaypointWhereOnePodHasBothLegs(String to, String from, boolean through) {
        Sight sight = new Sight();
        sight.throughWaypoint(WAYPOINT_V4, OTHER_WAYPOINT, WAYPOINT_V6);
        sight.toWaypoint.add(Trace.of(Sight.CLIENT, to, 15008).on("n1"));
        sight.fromWaypoint.add(Trace.of(from, Sight.SERVER, 15008).on("n2"));

        assertThat(Row.first(ServicePathReason.values(), new Encrypted(sight.facts(), HBONE)))
                .isEqualTo(through ? ServicePathReason.WAYPOINT : ServicePathReason.NO_WITNESS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesThroughNoWaypointWhereOneLegIsEmpty(boolean first) {
        Sight sight = new Sight();
        sight.throughWaypoint(WAYPOINT_V4);
        Trace there = Trace.of(Sight.CLIENT, WAYPOINT_V4, 15008);
        Trace on = Trace.of(WAYPOINT_V4, Sight.SERVER, 15008);
        sight.toWaypoint.add((first ? there.empty() : there).on("n1"));
        sight.fromWaypoint.add((first ? on : on.empty()).on("n2"));

        assertThat(Row.first(ServicePathReason.values(), new Encrypted(sight.facts(), HBONE)))
                .isEqualTo(ServicePathReason.NO_WITNESS);
    }

    /** Of a path whose canary has 1,000 bytes there and 3,000 back. */
    @ParameterizedTest
    @CsvSource({"500, 0, true", "499, 0, false", "0, 1500, true", "0, 1499, false"})
    void isBypassedByHalfACanaryInEitherDirection(long request, long response, boolean bypassed) {
        Sight sight = new Sight();
        sight.throughWaypoint(WAYPOINT_V4);
        sight.surplus = new DirectSurplus(request, response);

        assertThat(Row.first(ServicePathReason.values(), new Encrypted(sight.facts(), HBONE)))
                .isEqualTo(bypassed ? ServicePathReason.WAYPOINT_BYPASSED : ServicePathReason.NO_WITNESS);
    }

    private static void assertAllEncryptions(Facts facts) {
        for (EncryptionReason encryption : EncryptionReason.values()) {
            assertThat(facts.servicePath(encryption).code())
                    .as("%s, %s", facts, encryption)
                    .isEqualTo(byTheContract(facts, encryption));
        }
    }

    private static String byTheContract(Facts facts, EncryptionReason encryption) {
        List<?> peers = facts.outcome() == null ? List.of() : facts.outcome().peers();
        if (facts.has(EXPECTS_PLAINTEXT)) {
            return "not-in-mesh";
        }
        if (facts.has(POD_DIALLED) && !facts.has(WAYPOINT)) {
            return "pod-ip";
        }
        if (facts.has(CLIENT_NOT_ENROLLED) || facts.has(SERVER_NOT_ENROLLED)) {
            return "not-in-mesh";
        }
        if (encryption.verdict() == Verdict.FAIL) {
            return "not-encrypted";
        }
        if (facts.has(WAYPOINT)) {
            boolean bothLegs = facts.has(TO_WAYPOINT) && facts.has(FROM_WAYPOINT);
            boolean passed = encryption.verdict() == Verdict.PASS;
            return facts.has(DIRECT_SURPLUS) ? "waypoint-bypassed" : bothLegs && passed ? "waypoint" : "no-witness";
        }
        return peers.contains(SERVER) ? "service-lost" : peers.contains(VIP) ? "service" : "no-witness";
    }
}
