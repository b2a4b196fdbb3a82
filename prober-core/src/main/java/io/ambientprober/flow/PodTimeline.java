package io.ambientprober.flow;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.Holder.Enrolled;
import io.ambientprober.flow.Holder.Outside;
import io.ambientprober.flow.Holder.Unclear;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who had which address, as a watch saw it. */
public final class PodTimeline {
    /** A pod that is in the mesh less long, before or after, may have sent or taken something while it was not. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Map<IpAddress, List<PodSpan>> spans;

    public PodTimeline(List<PodSpan> pods) {
        spans = pods.stream().collect(Collectors.groupingBy(PodSpan::address));
    }

    /** Who had it from the first to the last time that something was sent. */
    public Holder holder(IpAddress address, Instant first, Instant last) {
        List<PodSpan> held = spans.getOrDefault(address, List.of());
        if (held.stream().noneMatch(span -> isEnrolled(span))) {
            return new Outside(
                    held.size() == 1 ? Holder.workload(held.getFirst().pod()) : address.toString());
        }
        Set<PodName> pods = held.stream().map(span -> span.pod().pod()).collect(Collectors.toSet());
        String names = pods.stream().map(PodName::toString).sorted().collect(Collectors.joining(", "));
        if (held.size() > 1) {
            return new Unclear(names, address + " changed its pod: " + names);
        }
        PodSpan only = held.getFirst();
        return isThroughout(only, first, last)
                ? new Enrolled(only.pod())
                : new Unclear(
                        Holder.workload(only.pod()),
                        "pod " + names + " was not in the mesh for " + MARGIN.toSeconds() + " s before and after");
    }

    /** What a sidecar sends is its own affair. */
    private static boolean isEnrolled(PodSpan span) {
        return span.enrolled() && !span.pod().sidecar();
    }

    private static boolean isThroughout(PodSpan span, Instant first, Instant last) {
        Instant before = first.minus(MARGIN);
        Instant after = last.plus(MARGIN);
        EnrolledPod pod = span.pod();
        return !pod.created().isAfter(before)
                && isNotAfter(span.from(), before)
                && isNotAfter(span.enrolledFrom(), before)
                && isNotBefore(span.to(), after)
                && isNotBefore(span.enrolledTo(), after);
    }

    private static boolean isNotAfter(@Nullable Instant begin, Instant limit) {
        return begin == null || !begin.isAfter(limit);
    }

    private static boolean isNotBefore(@Nullable Instant end, Instant limit) {
        return end == null || !end.isBefore(limit);
    }
}
