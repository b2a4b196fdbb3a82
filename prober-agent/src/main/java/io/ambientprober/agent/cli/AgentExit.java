package io.ambientprober.agent.cli;

/** All that the command ever ends with. */
public final class AgentExit {
    public static final int OK = 0;
    /** Wrong usage or unreadable input (EX_USAGE of sysexits.h). */
    public static final int USAGE = 64;
    /** Anything else (EX_SOFTWARE of sysexits.h). */
    public static final int INTERNAL = 70;

    private AgentExit() {}
}
