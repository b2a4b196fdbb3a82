package io.ambientprober.evidence;

/** Packets of one kind of encryption between nodes, which no path has. */
final class NodeEncryptionLog {
    private final NodeEncryption.Kind kind;
    private final PacketRef first;
    private long packets;

    NodeEncryptionLog(NodeEncryption.Kind kind, PacketRef first) {
        this.kind = kind;
        this.first = first;
    }

    void packet() {
        packets++;
    }

    NodeEncryption evidence() {
        return new NodeEncryption(kind, packets, first);
    }
}
