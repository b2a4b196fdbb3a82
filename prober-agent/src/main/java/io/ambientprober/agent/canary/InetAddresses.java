package io.ambientprober.agent.canary;

import io.ambientprober.wire.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** From the platform's addresses to ours. */
final class InetAddresses {
    private InetAddresses() {}

    static IpAddress of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new IpAddress(bytes.getLong(), bytes.getLong())
                : IpAddress.v4(bytes.getInt());
    }
}
