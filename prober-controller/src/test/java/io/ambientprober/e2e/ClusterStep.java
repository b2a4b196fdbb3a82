package io.ambientprober.e2e;

/** At whose beginning a run is struck, and what {@code run -v} has said by then. */
enum ClusterStep {
    SERVERS("survey took"),
    AGENTS("servers took"),
    CANARIES("handshakes took"),
    CAPTURES("canaries took");

    private final String said;

    ClusterStep(String said) {
        this.said = said;
    }

    String said() {
        return said;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
