package io.ambientprober.report.text;

import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.report.model.VerdictLook;
import java.util.List;
import java.util.stream.Collectors;

/** The captures of a table: whether they can be trusted. */
final class TapSection {
    private TapSection() {}

    static void print(Report report, Detail detail, Page page) {
        List<TapReport> listed = report.taps().stream()
                .filter(tap -> detail == Detail.WIDE || look(tap) != VerdictLook.PASS)
                .toList();
        int good = report.taps().size() - listed.size();
        boolean summed = detail == Detail.TABLE && good > 0;
        if (listed.isEmpty() && !summed) {
            return;
        }
        page.heading("captures");
        listed.forEach(tap -> print(tap, page));
        if (summed) {
            page.marked(VerdictLook.PASS, sum(report, listed.isEmpty() ? "" : "other "));
        }
    }

    private static void print(TapReport tap, Page page) {
        page.marked(look(tap), tap.tap().id() + " on " + tap.tap().node() + ": " + state(tap));
        TapReading reading = tap.reading();
        if (reading != null) {
            tap.check().flaws().forEach(flaw -> page.line(1, flaw));
            reading.notes().forEach(note -> page.line(1, note));
        }
    }

    private static VerdictLook look(TapReport tap) {
        if (!tap.check().flaws().isEmpty()) {
            return VerdictLook.INCONCLUSIVE;
        }
        TapReading reading = tap.reading();
        return reading == null || reading.notes().isEmpty() ? VerdictLook.PASS : VerdictLook.WARN;
    }

    private static String state(TapReport tap) {
        TapReading reading = tap.reading();
        if (reading == null) {
            return String.join(", ", tap.tap().files()) + (tap.tap().files().size() == 1 ? " was" : " were")
                    + " not read";
        }
        return packets(reading.packets()) + analysed(tap.tap()) + ", " + drops(tap);
    }

    /** What an agent read but did not keep. */
    private static String analysed(Tap tap) {
        return tap.analysed() == null ? "" : " of " + tap.analysed() + " analysed";
    }

    private static String drops(TapReport tap) {
        long dropped = tap.check().dropped();
        return dropped == 0 ? "none dropped" : dropped + " dropped";
    }

    private static String sum(Report report, String other) {
        List<TapReport> good = report.taps().stream()
                .filter(tap -> look(tap) == VerdictLook.PASS)
                .toList();
        long packets = good.stream()
                .map(TapReport::reading)
                .collect(Collectors.summingLong(reading -> reading == null ? 0 : reading.packets()));
        return good.size() + " " + other + (good.size() == 1 ? "tap: " : "taps: ") + packets(packets)
                + ", none dropped";
    }

    private static String packets(long packets) {
        return packets == 1 ? "1 packet" : packets + " packets";
    }
}
