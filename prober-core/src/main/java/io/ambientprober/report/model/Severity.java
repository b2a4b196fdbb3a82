package io.ambientprober.report.model;

import io.ambientprober.verdict.Ruled;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a path, a pod or a flow stands as a whole: by the ruling that matters most. */
public final class Severity {
    private Severity() {}

    public static VerdictLook of(Ruled ruled) {
        return worst(ruled.rulings().map(ruling -> VerdictLook.of(ruling.verdict())));
    }

    public static List<VerdictLook> looks(Collection<? extends Ruled> ruled) {
        return ruled.stream()
                .flatMap(each -> Collections.nCopies(each.rows(), of(each)).stream())
                .toList();
    }

    /** Of none: that nothing was judged. */
    public static VerdictLook worst(Stream<VerdictLook> looks) {
        return looks.min(Comparator.naturalOrder()).orElse(VerdictLook.NOT_JUDGED);
    }

    /** Failures first, otherwise in their order. */
    public static <R extends Ruled> List<R> sorted(Collection<R> ruled) {
        return ruled.stream().sorted(Comparator.comparing(Severity::of)).toList();
    }

    /** Those that need it, failures first. */
    public static <R extends Ruled> List<R> attention(Collection<R> ruled) {
        return sorted(ruled).stream().filter(Severity::needsAttention).toList();
    }

    public static boolean needsAttention(Ruled ruled) {
        return of(ruled).needsAttention();
    }

    /** For example {@code 1 failed, 2 passed}; what matters most comes first. */
    public static String counts(Collection<VerdictLook> looks) {
        return Stream.of(VerdictLook.values())
                .filter(looks::contains)
                .map(look -> looks.stream().filter(look::equals).count() + " " + look.word())
                .collect(Collectors.joining(", "));
    }
}
