package io.ambientprober.cluster;

import io.ambientprober.wire.IpAddress;

/** An address family that servers are dialled in. */
public enum IpFamily {
    IPV4,
    IPV6;

    static IpFamily of(IpAddress address) {
        return address.isV4() ? IPV4 : IPV6;
    }
}
