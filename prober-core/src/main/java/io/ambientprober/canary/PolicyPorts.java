package io.ambientprober.canary;

/** Where it is tried whether policies hold: at {@link CanaryPort#DENIED} and {@link CanaryPort#IDENTITY}. */
public record PolicyPorts(int denied, int identity) {
    public static final PolicyPorts USUAL = new PolicyPorts(CanaryPort.DENIED.usual(), CanaryPort.IDENTITY.usual());

    public PolicyPorts {
        Limits.require("deniedPort", denied, 1, CanaryPort.MAX);
        Limits.require("identityPort", identity, 1, CanaryPort.MAX);
    }
}
