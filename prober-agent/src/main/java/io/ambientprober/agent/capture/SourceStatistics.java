package io.ambientprober.agent.capture;

/**
 * What the kernel says of a capture.
 *
 * @param accepted packets that passed the filter, those dropped afterwards included
 * @param kernelDropped packets that passed the filter and did not reach us
 * @param interfaceDropped packets that devices lost before any filter saw them
 */
public record SourceStatistics(long accepted, long kernelDropped, long interfaceDropped) {}
