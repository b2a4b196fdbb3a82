package io.ambientprober.run;

/** The steps of a run, in the order in which they end; those between the servers and the canaries go on beside each other. */
public enum Step {
    SURVEY,
    SERVERS,
    AGENTS,
    POLICIES,
    HANDSHAKES,
    SETTLE,
    CANARIES,
    PODS,
    CAPTURES,
    MESH_STATE,
    FLOWS,
    CLEAN_UP;

    /** As it is said, for example {@code clean-up}. */
    public String words() {
        return switch (this) {
            case SURVEY -> "survey";
            case SERVERS -> "servers";
            case AGENTS -> "agents";
            case POLICIES -> "policies";
            case HANDSHAKES -> "handshakes";
            case SETTLE -> "settle";
            case CANARIES -> "canaries";
            case PODS -> "pods";
            case CAPTURES -> "captures";
            case MESH_STATE -> "mesh state";
            case FLOWS -> "flows";
            case CLEAN_UP -> "clean-up";
        };
    }
}
