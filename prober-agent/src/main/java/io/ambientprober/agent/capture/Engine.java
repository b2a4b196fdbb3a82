package io.ambientprober.agent.capture;

/** Who captures. */
public enum Engine {
    /** Our own packet ring where there is one, else libpcap. */
    AUTO,
    /** AF_PACKET with a TPACKET_V3 ring: Linux only. */
    RING,
    /** libpcap through pcap4j. */
    PCAP
}
