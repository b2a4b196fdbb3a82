package io.ambientprober.report.html;

import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.wire.Framing;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the taps of one node saw of a path, in a few words.
 *
 * @param loss why that may not be all; empty when nothing was lost
 */
record TapView(Sight sight, String words, String loss) {
    /** The worst comes last. */
    enum Sight {
        NOTHING,
        TLS,
        /** Bytes that are neither clear nor TLS. */
        OTHER,
        CLEAR
    }

    static TapView of(PathReport path, String node) {
        PathEvidence evidence = path.evidence();
        if (evidence == null) {
            return new TapView(Sight.NOTHING, "what it saw is in the whole report", "");
        }
        String loss = loss(evidence, node);
        long clear =
                here(evidence.clear(), node).mapToLong(ClearEvidence::packets).sum();
        if (clear > 0) {
            return new TapView(Sight.CLEAR, "token in the clear, " + count(clear, "packet"), loss);
        }
        List<Connection> hbone = Stream.of(evidence.direct(), evidence.toWaypoint(), evidence.fromWaypoint())
                .flatMap(leg -> here(leg, node))
                .toList();
        if (hbone.stream().anyMatch(TapView::isNotTls)) {
            return new TapView(Sight.OTHER, "on the HBONE port, not TLS", loss);
        }
        if (hbone.stream().anyMatch(Connection::carriedPayload)) {
            return new TapView(Sight.TLS, "HBONE in TLS, " + count(hbone.size(), "connection"), loss);
        }
        long bare =
                here(evidence.bare(), node).filter(Connection::carriedPayload).count();
        if (bare > 0) {
            return new TapView(Sight.OTHER, "past HBONE, unreadable, " + count(bare, "connection"), loss);
        }
        return new TapView(Sight.NOTHING, hbone.isEmpty() ? "nothing of this path" : "HBONE without a byte", loss);
    }

    private static <T> Stream<T> here(List<Seen<T>> seen, String node) {
        return seen.stream().filter(each -> each.node().equals(node)).map(Seen::what);
    }

    private static boolean isNotTls(Connection connection) {
        return connection.fromClient().framing() instanceof Framing.NotTls
                || connection.fromServer().framing() instanceof Framing.NotTls;
    }

    private static String loss(PathEvidence evidence, String node) {
        List<TapCheck> taps = evidence.needed().stream()
                .filter(tap -> tap.tap().node().equals(node))
                .toList();
        long dropped = taps.stream().mapToLong(TapCheck::dropped).sum();
        if (dropped > 0) {
            return count(dropped, "packet") + " dropped by the capture";
        }
        if (taps.stream().anyMatch(TapCheck::empty)) {
            return "the capture is empty";
        }
        return taps.stream().allMatch(tap -> tap.flaws().isEmpty()) ? "" : "the capture is not whole";
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
