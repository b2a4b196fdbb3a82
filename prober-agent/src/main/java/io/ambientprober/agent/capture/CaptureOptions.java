package io.ambientprober.agent.capture;

import io.ambientprober.api.AgentApi;
import java.util.List;

/**
 * How to capture.
 *
 * @param ringBytes memory of the packet ring
 * @param pcapBytes libpcap's buffer; smaller ones lost packets
 * @param evidenceBytes packets kept
 * @param vxlanPorts in addition to the usual ones
 */
public record CaptureOptions(
        Engine engine, int ringBytes, int pcapBytes, long evidenceBytes, List<Integer> vxlanPorts) {
    /** Of a ring, or of libpcap's buffer. */
    public static final int MIN_BYTES = 1 << 17;

    public static final int RING_BYTES = 8 << 20;
    public static final int PCAP_BYTES = 64 << 20;

    public CaptureOptions {
        vxlanPorts = List.copyOf(vxlanPorts);
    }

    public static CaptureOptions usual(Engine engine) {
        return new CaptureOptions(engine, RING_BYTES, PCAP_BYTES, AgentApi.EVIDENCE_BYTES, List.of());
    }
}
