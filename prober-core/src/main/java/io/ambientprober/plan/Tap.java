package io.ambientprober.plan;

import org.jspecify.annotations.Nullable;

/**
 * One capture and the counters of whoever made it.
 *
 * @param file relative to the plan's folder
 * @param captured packets that the file holds; null when whoever captured did not count
 * @param analysed packets that an agent read, kept or not; null of other captures
 * @param leftOut of those the packets of the probe's own pods that did not fit into the file
 * @param kernelDropped packets lost for want of buffer space
 * @param interfaceDropped packets lost by the device
 */
public record Tap(
        String id,
        String node,
        String file,
        String link,
        @Nullable Long captured,
        @Nullable Long analysed,
        long leftOut,
        long kernelDropped,
        long interfaceDropped) {
    /** A capture that is no agent's. */
    public Tap(
            String id,
            String node,
            String file,
            String link,
            long captured,
            long kernelDropped,
            long interfaceDropped) {
        this(id, node, file, link, captured, null, 0, kernelDropped, interfaceDropped);
    }
}
