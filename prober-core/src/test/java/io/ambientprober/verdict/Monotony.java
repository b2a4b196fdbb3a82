package io.ambientprober.verdict;

import io.ambientprober.traffic.Verdicts;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What may become of verdicts when something is removed.
 *
 * <p>One loss cannot be told from an old pooled connection, which is a PASS: every packet of a connection up to the end of its handshake, in both
 * directions and from all taps. Where that handshake alone was the proof of a FAIL, the proof is gone.
 */
record Monotony(Verdicts whole) {

    /** One line for each verdict that became better. */
    Stream<String> broken(Verdicts lossy) {
        boolean proofLost =
                whole.paths().keySet().stream().anyMatch(id -> isProofLost(path(whole, id), path(lossy, id)));
        Stream<String> paths = whole.paths().keySet().stream()
                .filter(id -> !isProofLost(path(whole, id), path(lossy, id)))
                .filter(id -> !mayBecome(path(whole, id), path(lossy, id)))
                .map(id -> id + ": " + whole.line(id) + " -> " + lossy.line(id) + " "
                        + path(lossy, id).encryption().findings());
        return proofLost || mayBecome(of(whole.run()), of(lossy.run()))
                ? paths
                : Stream.concat(paths, Stream.of("run: " + whole.run() + " -> " + lossy.run()));
    }

    private static PathVerdict path(Verdicts verdicts, String id) {
        return Objects.requireNonNull(verdicts.paths().get(id), id);
    }

    private static boolean isProofLost(PathVerdict whole, PathVerdict lossy) {
        return onlyTheHandshakeProved(whole) && looksPooled(lossy);
    }

    private static boolean onlyTheHandshakeProved(PathVerdict whole) {
        List<String> findings = whole.encryption().findings();
        return switch (whole.encryption().reason()) {
            case WEAK_TLS, NOT_MUTUAL -> true;
            case NOT_HBONE ->
                findings.stream()
                        .allMatch(finding -> finding.contains("ALPN h2") || finding.contains("protocol than h2"));
            default -> false;
        };
    }

    private static boolean looksPooled(PathVerdict lossy) {
        return lossy.encryption().findings().stream()
                .filter(finding -> finding.contains(":15008: "))
                .allMatch(finding -> finding.contains("not seen") || finding.contains("no handshake seen"));
    }

    private static boolean mayBecome(PathVerdict whole, PathVerdict lossy) {
        return mayBecome(whole.encryption().verdict(), lossy.encryption().verdict())
                && mayPass(whole.servicePath(), lossy.servicePath())
                && (whole.policy() == null || lossy.policy() == null || mayPass(whole.policy(), lossy.policy()));
    }

    private static Verdict of(RunVerdict run) {
        return switch (run) {
            case PASS -> Verdict.PASS;
            case FAIL -> Verdict.FAIL;
            case INCONCLUSIVE -> Verdict.INCONCLUSIVE;
        };
    }

    private static boolean mayPass(Ruling<?> whole, Ruling<?> lossy) {
        return switch (whole.verdict()) {
            case PASS, NOT_JUDGED -> true;
            case EXPECTED, WARN, INCONCLUSIVE, FAIL -> lossy.verdict() != Verdict.PASS;
        };
    }

    private static boolean mayBecome(Verdict before, Verdict after) {
        return switch (before) {
            case PASS, EXPECTED -> after == before || after == Verdict.INCONCLUSIVE;
            case FAIL -> after == Verdict.FAIL || after == Verdict.INCONCLUSIVE;
            case INCONCLUSIVE -> after == Verdict.INCONCLUSIVE;
            case WARN, NOT_JUDGED -> after == before;
        };
    }
}
