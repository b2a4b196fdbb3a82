package io.ambientprober.lab.site;

/** What is out of the ordinary in a lab during a run. With none of these both sides are enrolled and the mesh is healthy. */
public enum Trait {
    /** A port DENY and a principal ALLOW are in force at the servers. */
    POLICIES,
    /** Servers refuse anyone who has no identity. */
    STRICT,
    IPV6,
    /** The port that Linux gives to VXLAN; Flannel and Cilium use it. */
    VXLAN_8472,
    /** The port that IANA gives to VXLAN. */
    VXLAN_4789,
    /** Clients' kernels put the pod in the Service's place before anybody sees it. */
    SOCKET_LB,
    /** The Services have one. */
    WAYPOINT,
    CLIENTS_NOT_ENROLLED,
    /** Enrolled, and then the rules in the pod were emptied. */
    CLIENTS_WITHOUT_RULES,
    /** The rules are there, and nobody listens where they lead. */
    CLIENTS_WITHOUT_PROXY,
    /** The last client of the control, too, is enrolled; its server is outside. */
    CALL_OUTSIDE,
    /** Enrolled, and then neither rules nor listeners were left. */
    SERVERS_LOST,
    /** HTTP/2 without TLS stands on the HBONE port. */
    SERVERS_WITHOUT_TLS,
    /** Too small a ring, and no time to empty it while the canaries pass. */
    AGENTS_STARVED,
    /** Too small a ring. */
    TINY_RINGS,
    /** Agents and canary pods have a wall clock of their own. */
    CLOCKS_APART,
    /** The program of canary servers is not there. */
    SERVERS_MISSING,
    CLIENTS_MISSING,
    AGENTS_MISSING,
    /** Room for a part of what the agents want to keep. */
    LITTLE_EVIDENCE,
    /** Pods that were there before the run stand, and send to each other. */
    TENANTS,
    /** A tenant was enrolled, and then the rules in it were emptied. */
    TENANT_CLIENT_LOST,
    /** The same; its listeners stay. */
    TENANT_SERVER_LOST,
    /** Its namespace was put into the mesh, and it never was. */
    TENANT_CLIENT_NEVER_ENROLLED,
    /** Neither rules nor listeners were left. */
    TENANT_SERVER_REFUSES,
    /** Its certificate is that of another workload. */
    TENANT_SERVER_FOREIGN,
    TENANT_SERVER_EXPIRING,
    TENANT_SERVER_EXPIRED,
    /** What they send to each other is TLS of their own. */
    TENANTS_SPEAK_TLS
}
