package io.ambientprober.agent.canary;

/** The contract's exit codes that a canary has use for. */
final class ExitCodes {
    static final int OK = 0;
    static final int USAGE = 64;
    static final int INTERNAL = 70;

    private ExitCodes() {}
}
