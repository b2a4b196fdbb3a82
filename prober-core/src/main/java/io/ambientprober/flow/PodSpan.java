package io.ambientprober.flow;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long an address was a pod's, as a watch saw it.
 *
 * @param pod as it was last seen; not only enrolled pods hold addresses
 * @param from null when it held it before the watch began
 * @param to null when it still held it when the watch ended
 * @param enrolledFrom since when its annotation said {@code enabled}; null when it was so before the watch began
 * @param enrolledTo until when; null when it was so to the end
 * @param enrolled whether it was at any time
 */
public record PodSpan(
        EnrolledPod pod,
        IpAddress address,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean enrolled,
        @Nullable Instant enrolledFrom,
        @Nullable Instant enrolledTo) {}
