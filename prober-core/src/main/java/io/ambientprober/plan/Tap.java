package io.ambientprober.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One capture, in one file or several, and the counters of the one who made it.
 *
 * @param files names relative to the plan's folder, at least one; they are read as one, in the order of time
 * @param captured packets that the files hold together; null when the one who captured did not count
 * @param analysed packets that an agent read, kept or not; null of other captures
 * @param leftOut of those the packets of the probe's own pods that did not fit into the file
 * @param kernelDropped packets lost for want of buffer space
 * @param interfaceDropped packets lost by the device
 * @param podDevices those of the node's devices that lead to one pod alone, as far as they are known
 */
public record Tap(
        String id,
        String node,
        List<String> files,
        String link,
        @Nullable Long captured,
        @Nullable Long analysed,
        long leftOut,
        long kernelDropped,
        long interfaceDropped,
        List<PodDevice> podDevices) {
    public Tap {
        files = List.copyOf(files);
        podDevices = List.copyOf(podDevices);
    }

    /** A capture that is not an agent's, in one file. */
    public Tap(
            String id,
            String node,
            String file,
            String link,
            long captured,
            long kernelDropped,
            long interfaceDropped) {
        this(id, node, List.of(file), link, captured, null, 0, kernelDropped, interfaceDropped, List.of());
    }

    /** The same capture in other files. */
    public Tap withFiles(List<String> others) {
        return new Tap(
                id, node, others, link, captured, analysed, leftOut, kernelDropped, interfaceDropped, podDevices);
    }
}
