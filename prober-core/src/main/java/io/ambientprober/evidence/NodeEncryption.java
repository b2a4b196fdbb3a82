package io.ambientprober.evidence;

/** Encryption between nodes that a tap recognized; it hides a clear canary between nodes, never on a pod's own device. */
public record NodeEncryption(Kind kind, long packets, PacketRef first) {
    public enum Kind {
        WIREGUARD("WireGuard"),
        ESP("IPsec ESP");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
