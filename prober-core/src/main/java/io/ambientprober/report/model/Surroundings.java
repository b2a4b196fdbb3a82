package io.ambientprober.report.model;

import io.ambientprober.statement.Provenance;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that surrounds the verdicts of a report, as one list of names and texts: report.json has one object for it. */
public final class Surroundings {
    private static final String STARTED = "started";
    private static final String ENDED = "ended";
    private static final String COMMAND = "command";
    private static final String LEFT_OUT = "nodes left out";
    private static final String JUDGED = "judged";

    private Surroundings() {}

    /** In alphabetical order, as formats list it that have no place of its own for any of it. */
    public static SortedMap<String, String> of(Report report) {
        SortedMap<String, String> all = withoutProvenance(report);
        Provenance provenance = report.provenance();
        put(all, STARTED, text(provenance.started()));
        put(all, ENDED, text(provenance.ended()));
        put(all, COMMAND, provenance.command());
        return all;
    }

    /** The same without when and by which command. What is made of a report that was read says that nothing was judged. */
    public static SortedMap<String, String> withoutProvenance(Report report) {
        SortedMap<String, String> all = new TreeMap<>(report.environment());
        put(all, LEFT_OUT, report.leftOut());
        put(all, JUDGED, report.provenance().reread() ? "earlier; read from a report, and not judged again" : "");
        return all;
    }

    /** Takes out of such a list what is not an environment. */
    static String leftOut(Map<String, String> all) {
        String leftOut = all.remove(LEFT_OUT);
        return leftOut == null ? "" : leftOut;
    }

    /** Takes out of such a list of a report that is read what is not an environment; what is not a time stays. */
    static Provenance reread(Map<String, String> all) {
        all.remove(JUDGED);
        String command = all.remove(COMMAND);
        return new Provenance(time(all, STARTED), time(all, ENDED), command == null ? "" : command, true);
    }

    private static @Nullable Instant time(Map<String, String> all, String name) {
        try {
            String text = all.get(name);
            Instant time = text == null ? null : Instant.parse(text);
            all.remove(name);
            return time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }

    private static void put(Map<String, String> all, String name, String text) {
        if (!text.isEmpty()) {
            all.put(name, text);
        }
    }
}
