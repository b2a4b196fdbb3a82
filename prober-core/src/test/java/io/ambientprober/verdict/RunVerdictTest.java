package io.ambientprober.verdict;

import static io.ambientprober.verdict.Facts.Fact.CLEAR;
import static io.ambientprober.verdict.Facts.Fact.DIRECT_SURPLUS;
import static io.ambientprober.verdict.Facts.Fact.EXPECTS_PLAINTEXT;
import static io.ambientprober.verdict.Facts.Fact.NO_CONNECTION;
import static io.ambientprober.verdict.Facts.Fact.WAYPOINT;
import static io.ambientprober.verdict.Facts.SERVER;
import static io.ambientprober.verdict.Facts.outcome;
import static io.ambientprober.verdict.Facts.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunVerdictTest {
    private static final PathVerdict CONTROL = path(EXPECTS_PLAINTEXT, CLEAR).verdict();
    private static final PathVerdict CONTROL_UNSEEN = path(EXPECTS_PLAINTEXT).verdict();
    private static final PathVerdict GOOD = path().verdict();
    private static final PathVerdict UNSEEN = path(NO_CONNECTION).verdict();
    private static final PathVerdict IN_CLEAR = path(CLEAR).verdict();
    private static final PathVerdict SERVICE_LOST =
            path().reporting(outcome(4, null, null, SERVER)).verdict();
    private static final PathVerdict WAYPOINT_BYPASSED =
            path(WAYPOINT, DIRECT_SURPLUS).verdict();
    private static final PathVerdict NOT_ENFORCED =
            path().reporting(outcome(4, true, true)).verdict();

    static List<Arguments> runs() {
        return List.of(
                arguments(List.of(), RunVerdict.INCONCLUSIVE),
                arguments(List.of(CONTROL), RunVerdict.INCONCLUSIVE),
                arguments(List.of(GOOD), RunVerdict.INCONCLUSIVE),
                arguments(List.of(GOOD, CONTROL), RunVerdict.PASS),
                arguments(List.of(SERVICE_LOST, CONTROL), RunVerdict.PASS),
                arguments(List.of(GOOD, CONTROL_UNSEEN), RunVerdict.INCONCLUSIVE),
                arguments(List.of(GOOD, UNSEEN, CONTROL), RunVerdict.INCONCLUSIVE),
                arguments(List.of(IN_CLEAR), RunVerdict.FAIL),
                arguments(List.of(UNSEEN, IN_CLEAR, CONTROL_UNSEEN), RunVerdict.FAIL),
                arguments(List.of(WAYPOINT_BYPASSED, CONTROL), RunVerdict.FAIL),
                arguments(List.of(NOT_ENFORCED, CONTROL), RunVerdict.FAIL),
                arguments(List.of(NOT_ENFORCED, UNSEEN), RunVerdict.FAIL));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isTheWorstOfItsPathsAndNeedsAControl(List<PathVerdict> paths, RunVerdict expected) {
        assertThat(RunVerdict.of(paths, FailOn.FAIL)).isEqualTo(expected);
    }

    @Test
    void aWarningFailsItOnRequest() {
        assertThat(RunVerdict.of(List.of(SERVICE_LOST, CONTROL), FailOn.WARN)).isEqualTo(RunVerdict.FAIL);
        assertThat(RunVerdict.of(List.of(GOOD, CONTROL), FailOn.WARN)).isEqualTo(RunVerdict.PASS);
        assertThat(RunVerdict.of(List.of(GOOD, UNSEEN, CONTROL), FailOn.WARN)).isEqualTo(RunVerdict.INCONCLUSIVE);
    }
}
