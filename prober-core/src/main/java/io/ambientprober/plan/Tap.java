package io.ambientprober.plan;

/**
 * One capture and the counters of the kernel that made it.
 *
 * @param file relative to the plan's folder
 * @param captured packets delivered to the capture
 * @param kernelDropped packets lost for want of buffer space
 * @param interfaceDropped packets lost by the device
 */
public record Tap(
        String id, String node, String file, String link, long captured, long kernelDropped, long interfaceDropped) {}
