package io.ambientprober.lab.site;

/**
 * How the mesh is during a run, and what of it is broken.
 *
 * @param family of the Services' addresses
 * @param policies whether a port DENY and a principal ALLOW are in force
 * @param strict whether servers refuse whoever has no identity
 * @param socketLb whether clients' kernels put the pod in the Service's place before anybody sees it
 * @param tunnelPort of VXLAN between the nodes; 0 for none
 */
public record Setting(
        Family family,
        Clients clients,
        Servers servers,
        Captures captures,
        boolean policies,
        boolean strict,
        boolean socketLb,
        int tunnelPort) {
    public static final Setting HEALTHY =
            new Setting(Family.IPV4, Clients.ENROLLED, Servers.ENROLLED, Captures.WHOLE, false, false, false, 0);

    public enum Family {
        IPV4,
        IPV6
    }

    public enum Clients {
        ENROLLED,
        NOT_ENROLLED,
        /** Enrolled, and then the rules in the pod were emptied. */
        RULES_LOST,
        /** The rules are there, and nobody listens where they lead. */
        PROXY_DOWN,
        /** Enrolled as they should be; and so is the last client of the control, whose server is outside. */
        ENROLLED_AND_DIALLING_OUT
    }

    public enum Servers {
        ENROLLED,
        /** Enrolled, and then neither rules nor listeners were left. */
        LOST,
        /** HTTP/2 without TLS stands on the HBONE port. */
        CLEAR_HBONE
    }

    public enum Captures {
        WHOLE,
        /** Too small a buffer, and no time to empty it while the canaries pass. */
        STARVED
    }

    public Setting with(Family changed) {
        return new Setting(changed, clients, servers, captures, policies, strict, socketLb, tunnelPort);
    }

    public Setting with(Clients changed) {
        return new Setting(family, changed, servers, captures, policies, strict, socketLb, tunnelPort);
    }

    public Setting with(Servers changed) {
        return new Setting(family, clients, changed, captures, policies, strict, socketLb, tunnelPort);
    }

    public Setting with(Captures changed) {
        return new Setting(family, clients, servers, changed, policies, strict, socketLb, tunnelPort);
    }

    public Setting withPolicies() {
        return new Setting(family, clients, servers, captures, true, strict, socketLb, tunnelPort);
    }

    public Setting withStrict() {
        return new Setting(family, clients, servers, captures, policies, true, socketLb, tunnelPort);
    }

    public Setting withSocketLb() {
        return new Setting(family, clients, servers, captures, policies, strict, true, tunnelPort);
    }

    public Setting withTunnel(int port) {
        return new Setting(family, clients, servers, captures, policies, strict, socketLb, port);
    }
}
