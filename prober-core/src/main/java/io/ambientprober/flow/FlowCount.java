package io.ambientprober.flow;

import io.ambientprober.wire.IpAddress;
import java.time.Instant;

/**
 * What a node counted from one address to a port of another.
 *
 * @param port of the server; the HBONE port for what went through HBONE
 * @param traffic connections that carried payload
 * @param looks of these connections; all zero on the HBONE port
 * @param established of these connections, those of which SYN, SYN/ACK and an acknowledgement of payload were captured
 * @param ownDevice of the established ones, those whose packets came in by the client's own device
 */
public record FlowCount(
        IpAddress client,
        IpAddress server,
        int port,
        Traffic traffic,
        Looks looks,
        long established,
        long ownDevice,
        Instant first,
        Instant last) {}
