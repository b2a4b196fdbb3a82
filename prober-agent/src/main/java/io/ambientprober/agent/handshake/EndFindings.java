package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.Finding.Kind;
import io.ambientprober.wire.TlsNames;
import java.util.List;
import java.util.stream.Stream;

/** How a server treated the strangers, in words. */
final class EndFindings {
    private EndFindings() {}

    static List<Finding> of(Encounter encounter) {
        Finding bare = of(Stranger.WITHOUT_CERTIFICATE, encounter.bare());
        Finding foreign = of(Stranger.OF_FOREIGN_CA, encounter.foreign());
        return bare.equals(foreign)
                ? List.of(bare)
                : Stream.of(named(Stranger.WITHOUT_CERTIFICATE, bare), named(Stranger.OF_FOREIGN_CA, foreign))
                        .toList();
    }

    /** Where the id tells which stranger it is about, the words need not. */
    private static Finding named(Stranger stranger, Finding finding) {
        return finding.kind() == stranger.accepted() || finding.kind() == stranger.refused()
                ? finding
                : new Finding(finding.kind(), stranger.words() + ": " + finding.text());
    }

    private static Finding of(Stranger stranger, Observation seen) {
        return switch (seen.end()) {
            case End.Accepted accepted -> new Finding(accepted(stranger, seen), accepted.how());
            case End.Alert alert ->
                new Finding(
                        seen.refused() ? stranger.refused() : Kind.ALERT,
                        "alert " + TlsNames.alert(alert.description()) + at(alert.step(), seen));
            case End.Closed closed ->
                new Finding(
                        seen.refused() ? stranger.refused() : Kind.CLOSED,
                        (closed.reset() ? "reset" : "closed") + " without an alert" + at(closed.step(), seen));
            case End.Unclear unclear -> new Finding(Kind.CLOSED, "it " + unclear.how() + ": why cannot be told");
            case End.TimedOut timedOut ->
                new Finding(
                        Kind.TIMED_OUT, "nothing more came " + timedOut.step().words());
            case End.Garbage garbage -> new Finding(Kind.GARBAGE, "not TLS but " + garbage.looksLike());
            case End.Broken broken ->
                new Finding(Kind.BROKEN_TLS, broken.why() + " " + broken.step().words());
            case End.Unreachable unreachable -> unreachable(unreachable);
        };
    }

    /** A server that asks nobody for a certificate was shown none. */
    private static Kind accepted(Stranger stranger, Observation seen) {
        return seen.request() == Observation.Request.SENT ? stranger.accepted() : Kind.ACCEPTS_STRANGERS;
    }

    private static String at(HandshakeStep step, Observation seen) {
        return seen.refused() ? "" : " " + step.words();
    }

    private static Finding unreachable(End.Unreachable end) {
        return switch (end.reason()) {
            case REFUSED -> new Finding(Kind.CONNECTION_REFUSED, "nothing listens on the port");
            case TIMED_OUT -> new Finding(Kind.TIMED_OUT, "the connection was not answered");
            case OTHER -> new Finding(Kind.UNREACHABLE, end.why());
        };
    }
}
