package io.ambientprober.verdict;

import static io.ambientprober.verdict.EncryptionReason.CONTROL_UNSEEN;
import static io.ambientprober.verdict.EncryptionReason.DROPPED;
import static io.ambientprober.verdict.EncryptionReason.EXPECTED_PLAINTEXT_UNSEEN;
import static io.ambientprober.verdict.EncryptionReason.HBONE;
import static io.ambientprober.verdict.EncryptionReason.HBONE_REFUSED;
import static io.ambientprober.verdict.EncryptionReason.NOT_DELIVERED;
import static io.ambientprober.verdict.EncryptionReason.NOT_HBONE;
import static io.ambientprober.verdict.EncryptionReason.NOT_MUTUAL;
import static io.ambientprober.verdict.EncryptionReason.NOT_TLS;
import static io.ambientprober.verdict.EncryptionReason.NO_OUTCOME;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_EXPECTED;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_MASKED;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_REJECTED;
import static io.ambientprober.verdict.EncryptionReason.UNACCOUNTED;
import static io.ambientprober.verdict.EncryptionReason.UNSEEN;
import static io.ambientprober.verdict.EncryptionReason.WEAK_TLS;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Was the canary encrypted? The first row that holds decides; positive evidence of plaintext stands above everything that is missing. */
final class EncryptionTable {
    private record Row(EncryptionReason reason, Predicate<PathFacts> holds) {}

    private static final List<Row> ROWS = List.of(
            new Row(PLAINTEXT_EXPECTED, path -> path.expectsPlaintext() && path.clear()),
            new Row(EXPECTED_PLAINTEXT_UNSEEN, PathFacts::expectsPlaintext),
            new Row(PLAINTEXT_REJECTED, path -> path.clear() && path.nothingDelivered()),
            new Row(PLAINTEXT_MASKED, path -> path.clear() && path.delivered() && path.deniedPortRefused()),
            new Row(PLAINTEXT, PathFacts::clear),
            new Row(NOT_TLS, path -> any(path.notTls())),
            new Row(WEAK_TLS, path -> any(path.weakTls())),
            new Row(NOT_MUTUAL, path -> any(path.notMutual()) || path.strangersAccepted()),
            new Row(HBONE_REFUSED, path -> path.nothingDelivered() && any(path.refused())),
            new Row(NOT_DELIVERED, PathFacts::nothingDelivered),
            new Row(NOT_HBONE, path -> path.delivered() && any(path.bareUnreadable()) || any(path.notHttp2())),
            new Row(DROPPED, path -> !path.wellTapped()),
            new Row(CONTROL_UNSEEN, path -> any(path.unseenControls())),
            new Row(NO_OUTCOME, path -> !path.reported()),
            new Row(UNSEEN, path -> any(path.blindNodes())),
            new Row(UNACCOUNTED, path -> !path.accounted()),
            new Row(HBONE, path -> true));

    private EncryptionTable() {}

    static EncryptionReason judge(PathFacts path) {
        return ROWS.stream()
                .filter(row -> row.holds().test(path))
                .map(Row::reason)
                .findFirst()
                .orElseThrow();
    }

    private static boolean any(Stream<?> found) {
        return found.findAny().isPresent();
    }
}
