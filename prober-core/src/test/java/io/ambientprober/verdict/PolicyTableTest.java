package io.ambientprober.verdict;

import static io.ambientprober.verdict.EncryptionReason.HBONE;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_MASKED;
import static io.ambientprober.verdict.EncryptionReason.UNSEEN;
import static io.ambientprober.verdict.Facts.outcome;
import static io.ambientprober.verdict.Facts.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTableTest {
    /** Encryption; the denied port reached; the identity port reached; judged. */
    static List<Arguments> rows() {
        return List.of(
                arguments(HBONE, null, null, "NOT_JUDGED not-tried"),
                arguments(PLAINTEXT_MASKED, null, null, "NOT_JUDGED not-tried"),
                arguments(PLAINTEXT, true, false, "NOT_JUDGED not-tried"),
                arguments(UNSEEN, true, false, "NOT_JUDGED not-tried"),
                arguments(HBONE, true, null, "NOT_JUDGED not-tried"),
                arguments(HBONE, true, true, "FAIL not-enforced"),
                arguments(HBONE, true, false, "FAIL not-enforced"),
                arguments(HBONE, false, false, "FAIL no-identity"),
                arguments(HBONE, null, false, "NOT_JUDGED not-tried"),
                arguments(HBONE, false, true, "PASS enforced"),
                arguments(HBONE, false, null, "NOT_JUDGED not-tried"),
                arguments(HBONE, null, true, "NOT_JUDGED not-tried"),
                arguments(PLAINTEXT_MASKED, false, null, "NOT_JUDGED not-tried"),
                arguments(PLAINTEXT_MASKED, false, false, "WARN masking"),
                arguments(PLAINTEXT_MASKED, false, true, "WARN masking"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgesByTheFirstRowThatHolds(
            EncryptionReason encryption, @Nullable Boolean denied, @Nullable Boolean identity, String expected) {
        PolicyReason reason = path().reporting(outcome(4, denied, identity)).policy(encryption);

        assertThat(reason.verdict() + " " + reason.code()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(EncryptionReason.class)
    void saysNothingWithoutAReport(EncryptionReason encryption) {
        assertThat(path().reporting(null).policy(encryption)).isEqualTo(PolicyReason.NOT_TRIED);
    }

    @ParameterizedTest
    @EnumSource(
            value = EncryptionReason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HBONE", "PLAINTEXT_MASKED"})
    void saysNothingOfAPathThatIsNeitherEncryptedNorMasked(EncryptionReason encryption) {
        assertThat(path().reporting(outcome(4, true, false)).policy(encryption)).isEqualTo(PolicyReason.NOT_TRIED);
    }

    @Test
    void isNotJudgedWhereTheRunHadNoPolicies() {
        assertThat(path().reporting(outcome(4, true, false)).verdict().policy())
                .as("a run with policies judges them")
                .isNotNull();
        assertThat(path().reporting(outcome(4, true, false))
                        .verdictWithoutPolicies()
                        .policy())
                .isNull();
    }
}
