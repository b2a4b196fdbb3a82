package io.ambientprober.verdict;

import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_MASKED;
import static io.ambientprober.verdict.PolicyReason.ENFORCED;
import static io.ambientprober.verdict.PolicyReason.MASKING;
import static io.ambientprober.verdict.PolicyReason.NOT_ENFORCED;
import static io.ambientprober.verdict.PolicyReason.NOT_TRIED;
import static io.ambientprober.verdict.PolicyReason.NO_IDENTITY;

import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;

/** Is L4 policy enforced, and does it hide a clear wire? Asked only where the run had its policies in force; the first row decides. */
final class PolicyTable {
    private record Row(PolicyReason reason, BiPredicate<PathFacts, EncryptionReason> holds) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    NOT_TRIED,
                    (path, encryption) -> path.deniedPortReached() == null || path.identityPortReached() == null),
            new Row(NOT_TRIED, (path, encryption) -> !isPass(encryption) && encryption != PLAINTEXT_MASKED),
            new Row(
                    NOT_ENFORCED,
                    (path, encryption) -> isPass(encryption) && Objects.equals(path.deniedPortReached(), true)),
            new Row(
                    NO_IDENTITY,
                    (path, encryption) -> isPass(encryption) && Objects.equals(path.identityPortReached(), false)),
            new Row(MASKING, (path, encryption) -> encryption == PLAINTEXT_MASKED),
            new Row(ENFORCED, (path, encryption) -> true));

    private PolicyTable() {}

    private static boolean isPass(EncryptionReason encryption) {
        return encryption.verdict() == Verdict.PASS;
    }

    static PolicyReason judge(PathFacts path, EncryptionReason encryption) {
        return ROWS.stream()
                .filter(row -> row.holds().test(path, encryption))
                .map(Row::reason)
                .findFirst()
                .orElseThrow();
    }
}
