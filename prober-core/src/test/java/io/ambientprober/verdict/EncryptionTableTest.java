package io.ambientprober.verdict;

import static io.ambientprober.verdict.Facts.Fact.BARE_CLEAR;
import static io.ambientprober.verdict.Facts.Fact.BARE_EMPTY;
import static io.ambientprober.verdict.Facts.Fact.BARE_TAKEN_ELSEWHERE;
import static io.ambientprober.verdict.Facts.Fact.BARE_UNACKNOWLEDGED;
import static io.ambientprober.verdict.Facts.Fact.BARE_UNANSWERED;
import static io.ambientprober.verdict.Facts.Fact.BARE_UNREADABLE;
import static io.ambientprober.verdict.Facts.Fact.CLEAR;
import static io.ambientprober.verdict.Facts.Fact.CLIENT_NOT_TLS;
import static io.ambientprober.verdict.Facts.Fact.CONTROL_UNSEEN;
import static io.ambientprober.verdict.Facts.Fact.EGRESS_POLICY;
import static io.ambientprober.verdict.Facts.Fact.EXPECTS_PLAINTEXT;
import static io.ambientprober.verdict.Facts.Fact.FILE_DROPPED;
import static io.ambientprober.verdict.Facts.Fact.FROM_WAYPOINT;
import static io.ambientprober.verdict.Facts.Fact.H2_CHOSEN;
import static io.ambientprober.verdict.Facts.Fact.HELLO_UNACKNOWLEDGED;
import static io.ambientprober.verdict.Facts.Fact.HELLO_WITHOUT_H2;
import static io.ambientprober.verdict.Facts.Fact.INTERFACE_DROPPED;
import static io.ambientprober.verdict.Facts.Fact.KERNEL_DROPPED;
import static io.ambientprober.verdict.Facts.Fact.NODE_UNTAPPED;
import static io.ambientprober.verdict.Facts.Fact.NOTHING_CHOSEN;
import static io.ambientprober.verdict.Facts.Fact.NOT_TLS_TAKEN_ELSEWHERE;
import static io.ambientprober.verdict.Facts.Fact.NOT_TLS_UNACKNOWLEDGED;
import static io.ambientprober.verdict.Facts.Fact.NOT_TLS_UNANSWERED;
import static io.ambientprober.verdict.Facts.Fact.NO_CONNECTION;
import static io.ambientprober.verdict.Facts.Fact.OLD_VERSION;
import static io.ambientprober.verdict.Facts.Fact.ONE_NODE_BLIND;
import static io.ambientprober.verdict.Facts.Fact.OTHER_PROTOCOL_CHOSEN;
import static io.ambientprober.verdict.Facts.Fact.RESET;
import static io.ambientprober.verdict.Facts.Fact.SERVER_NOT_TLS;
import static io.ambientprober.verdict.Facts.Fact.STRANGER_ACCEPTED;
import static io.ambientprober.verdict.Facts.Fact.STRANGER_REFUSED;
import static io.ambientprober.verdict.Facts.Fact.TAP_EMPTY;
import static io.ambientprober.verdict.Facts.Fact.TAP_FAULTY;
import static io.ambientprober.verdict.Facts.Fact.TAP_LONGER;
import static io.ambientprober.verdict.Facts.Fact.TAP_SHORTER;
import static io.ambientprober.verdict.Facts.Fact.TAP_UNREAD;
import static io.ambientprober.verdict.Facts.Fact.TLS_1_2_WITHOUT_REQUEST;
import static io.ambientprober.verdict.Facts.Fact.TLS_1_2_WITH_REQUEST;
import static io.ambientprober.verdict.Facts.Fact.TOO_FEW_BYTES;
import static io.ambientprober.verdict.Facts.Fact.TO_WAYPOINT;
import static io.ambientprober.verdict.Facts.Fact.WAYPOINT;
import static io.ambientprober.verdict.Facts.Fact.WEAK_SUITE;
import static io.ambientprober.verdict.Facts.outcome;
import static io.ambientprober.verdict.Facts.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.verdict.Facts.Fact;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncryptionTableTest {
    private static final CanaryOutcome NOTHING_DELIVERED = outcome(0, null, null);

    /** What the contract's rows ask, one fact for each that may decide. */
    private static final Fact[] DECIDING = {
        EXPECTS_PLAINTEXT,
        EGRESS_POLICY,
        CLEAR,
        SERVER_NOT_TLS,
        WEAK_SUITE,
        TLS_1_2_WITHOUT_REQUEST,
        STRANGER_ACCEPTED,
        RESET,
        BARE_UNREADABLE,
        HELLO_WITHOUT_H2,
        KERNEL_DROPPED,
        CONTROL_UNSEEN,
        NO_CONNECTION,
        ONE_NODE_BLIND,
        TOO_FEW_BYTES
    };

    static List<Arguments> rows() {
        return List.of(
                arguments(path(), "PASS hbone"),
                arguments(path(EXPECTS_PLAINTEXT, CLEAR), "EXPECTED plaintext"),
                arguments(path(EXPECTS_PLAINTEXT), "INCONCLUSIVE control-unseen"),
                arguments(path(EXPECTS_PLAINTEXT, KERNEL_DROPPED), "INCONCLUSIVE control-unseen"),
                arguments(path(CLEAR), "FAIL plaintext"),
                arguments(path(CLEAR).reporting(null), "FAIL plaintext"),
                arguments(path(CLEAR).reporting(outcome(4, true, false)), "FAIL plaintext"),
                arguments(path(CLEAR).reporting(outcome(4, false, false)), "FAIL plaintext-masked"),
                arguments(path(CLEAR).reporting(outcome(1, false, null)), "FAIL plaintext-masked"),
                arguments(path(CLEAR).reporting(outcome(0, false, false)), "FAIL plaintext-rejected"),
                arguments(path(CLEAR, KERNEL_DROPPED, CONTROL_UNSEEN), "FAIL plaintext"),
                arguments(path(CLIENT_NOT_TLS), "FAIL not-tls"),
                arguments(path(SERVER_NOT_TLS), "FAIL not-tls"),
                arguments(path(NOT_TLS_UNANSWERED), "INCONCLUSIVE unaccounted"),
                arguments(path(NOT_TLS_UNACKNOWLEDGED), "INCONCLUSIVE unaccounted"),
                arguments(path(NOT_TLS_TAKEN_ELSEWHERE), "FAIL not-tls"),
                arguments(path(WEAK_SUITE), "FAIL weak-tls"),
                arguments(path(OLD_VERSION), "FAIL weak-tls"),
                arguments(path(WEAK_SUITE).reporting(null), "FAIL weak-tls"),
                arguments(path(WEAK_SUITE).reporting(NOTHING_DELIVERED), "FAIL weak-tls"),
                arguments(path(OTHER_PROTOCOL_CHOSEN), "FAIL not-hbone"),
                arguments(path(OTHER_PROTOCOL_CHOSEN).reporting(NOTHING_DELIVERED), "FAIL not-delivered"),
                arguments(path(H2_CHOSEN), "PASS hbone"),
                arguments(path(NOTHING_CHOSEN), "PASS hbone"),
                arguments(path(TLS_1_2_WITHOUT_REQUEST), "FAIL not-mutual"),
                arguments(path(TLS_1_2_WITH_REQUEST), "PASS hbone"),
                arguments(path(STRANGER_ACCEPTED), "FAIL not-mutual"),
                arguments(path(STRANGER_REFUSED), "PASS hbone"),
                arguments(path(NO_CONNECTION, RESET).reporting(NOTHING_DELIVERED), "FAIL hbone-refused"),
                arguments(path(RESET), "PASS hbone"),
                arguments(
                        path(NO_CONNECTION, RESET, EGRESS_POLICY).reporting(NOTHING_DELIVERED),
                        "INCONCLUSIVE refused-by-policy"),
                arguments(path(EGRESS_POLICY).reporting(NOTHING_DELIVERED), "INCONCLUSIVE refused-by-policy"),
                arguments(path(CLEAR, EGRESS_POLICY).reporting(NOTHING_DELIVERED), "FAIL plaintext-rejected"),
                arguments(path(EGRESS_POLICY), "PASS hbone"),
                arguments(path(EGRESS_POLICY).reporting(null), "INCONCLUSIVE no-outcome"),
                arguments(path().reporting(NOTHING_DELIVERED), "FAIL not-delivered"),
                arguments(path(NO_CONNECTION).reporting(NOTHING_DELIVERED), "FAIL not-delivered"),
                arguments(path(KERNEL_DROPPED).reporting(NOTHING_DELIVERED), "FAIL not-delivered"),
                arguments(path(BARE_UNREADABLE), "FAIL not-hbone"),
                arguments(path(BARE_UNANSWERED), "INCONCLUSIVE unaccounted"),
                arguments(path(BARE_UNACKNOWLEDGED), "INCONCLUSIVE unaccounted"),
                arguments(path(BARE_TAKEN_ELSEWHERE), "FAIL not-hbone"),
                arguments(path(HELLO_UNACKNOWLEDGED), "INCONCLUSIVE unaccounted"),
                arguments(path(BARE_EMPTY), "PASS hbone"),
                arguments(path(BARE_CLEAR), "PASS hbone"),
                arguments(path(BARE_UNREADABLE).reporting(null), "INCONCLUSIVE no-outcome"),
                arguments(path(HELLO_WITHOUT_H2), "FAIL not-hbone"),
                arguments(path(HELLO_WITHOUT_H2).reporting(null), "FAIL not-hbone"),
                arguments(path(KERNEL_DROPPED), "INCONCLUSIVE dropped"),
                arguments(path(INTERFACE_DROPPED), "INCONCLUSIVE dropped"),
                arguments(path(FILE_DROPPED), "INCONCLUSIVE dropped"),
                arguments(path(TAP_EMPTY), "INCONCLUSIVE dropped"),
                arguments(path(TAP_UNREAD), "INCONCLUSIVE dropped"),
                arguments(path(TAP_SHORTER), "INCONCLUSIVE dropped"),
                arguments(path(TAP_LONGER), "INCONCLUSIVE dropped"),
                arguments(path(TAP_FAULTY), "INCONCLUSIVE dropped"),
                arguments(path(NODE_UNTAPPED), "INCONCLUSIVE dropped"),
                arguments(path(NODE_UNTAPPED, CLEAR), "FAIL plaintext"),
                arguments(path(CONTROL_UNSEEN), "INCONCLUSIVE control-unseen"),
                arguments(path().reporting(null), "INCONCLUSIVE no-outcome"),
                arguments(path(NO_CONNECTION), "INCONCLUSIVE unseen"),
                arguments(path(ONE_NODE_BLIND), "INCONCLUSIVE unseen"),
                arguments(path(NO_CONNECTION, WAYPOINT, TO_WAYPOINT), "INCONCLUSIVE unseen"),
                arguments(path(NO_CONNECTION, WAYPOINT, FROM_WAYPOINT), "INCONCLUSIVE unseen"),
                arguments(path(NO_CONNECTION, WAYPOINT, TO_WAYPOINT, FROM_WAYPOINT), "PASS hbone"),
                arguments(path(TOO_FEW_BYTES), "INCONCLUSIVE unaccounted"),
                arguments(path().reporting(outcome(1, null, null)), "PASS hbone"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgesByTheFirstRowThatHolds(Facts facts, String expected) {
        EncryptionReason reason = facts.encryption();

        assertThat(reason.verdict() + " " + reason.code()).isEqualTo(expected);
    }

    @Test
    void theUpperOfAnyRowsThatHoldDecides() {
        for (Facts facts : everyCombination()) {
            EncryptionReason reason = facts.encryption();

            assertThat(reason.code()).as("%s", facts).isEqualTo(byTheContract(facts));
        }
    }

    @Test
    void everyCombinationHasItsWords() {
        for (Facts facts : everyCombination()) {
            assertThat(facts.verdict().encryption().findings()).as("%s", facts).isNotEmpty();
        }
    }

    private static List<Facts> everyCombination() {
        List<Facts> combinations = new ArrayList<>();
        List<Facts> outcomes = List.of(
                path().reporting(null),
                path().reporting(NOTHING_DELIVERED),
                path().reporting(outcome(0, false, null)),
                path().reporting(outcome(4, null, null)),
                path().reporting(outcome(2, true, true)),
                path().reporting(outcome(4, false, true)));
        for (int bits = 0; bits < 1 << DECIDING.length; bits++) {
            EnumSet<Fact> facts = EnumSet.noneOf(Fact.class);
            for (int i = 0; i < DECIDING.length; i++) {
                if ((bits >> i & 1) != 0) {
                    facts.add(DECIDING[i]);
                }
            }
            outcomes.forEach(outcome -> combinations.add(path(facts, outcome.outcome())));
        }
        return combinations;
    }

    /** Section 3 of the contract once more, as plainly as it can be said. */
    private static String byTheContract(Facts facts) {
        CanaryOutcome outcome = facts.outcome();
        boolean delivered = outcome != null && outcome.delivered() > 0;
        boolean nothing = outcome != null && outcome.delivered() == 0;
        if (facts.has(EXPECTS_PLAINTEXT)) {
            return facts.has(CLEAR) ? "plaintext" : "control-unseen";
        }
        if (facts.has(CLEAR)) {
            if (nothing) {
                return "plaintext-rejected";
            }
            boolean masked = outcome != null && Objects.equals(outcome.deniedPortReached(), false);
            return masked ? "plaintext-masked" : "plaintext";
        }
        if (facts.has(SERVER_NOT_TLS)) {
            return "not-tls";
        }
        if (facts.has(WEAK_SUITE)) {
            return "weak-tls";
        }
        if (facts.has(TLS_1_2_WITHOUT_REQUEST) || facts.has(STRANGER_ACCEPTED)) {
            return "not-mutual";
        }
        if (nothing && facts.has(EGRESS_POLICY)) {
            return "refused-by-policy";
        }
        if (nothing) {
            return facts.has(RESET) ? "hbone-refused" : "not-delivered";
        }
        if (delivered && facts.has(BARE_UNREADABLE) || facts.has(HELLO_WITHOUT_H2)) {
            return "not-hbone";
        }
        if (facts.has(KERNEL_DROPPED)) {
            return "dropped";
        }
        if (facts.has(CONTROL_UNSEEN)) {
            return "control-unseen";
        }
        if (outcome == null) {
            return "no-outcome";
        }
        if (facts.has(NO_CONNECTION) || facts.has(ONE_NODE_BLIND)) {
            return "unseen";
        }
        return facts.has(TOO_FEW_BYTES) ? "unaccounted" : "hbone";
    }
}
