package io.ambientprober.wire;

/**
 * The counters of a capture device; a negative one is not known.
 *
 * @param timeNanos nanoseconds since 1970 at which they were read
 * @param received packets that came to the device
 * @param droppedByDevice packets that the device dropped for want of room
 * @param droppedBySystem packets that the system dropped on their way to the capture
 * @param accepted packets that the filter let pass
 */
public record PcapNgStatistics(
        long timeNanos, long received, long droppedByDevice, long droppedBySystem, long accepted) {}
