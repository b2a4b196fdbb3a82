package io.ambientprober.agent.capture;

import io.ambientprober.wire.IpAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of the network namespace that the agent is in: its node's, on bridges and tunnels too, from which kubelets and translations send. */
final class NodeAddresses {
    private NodeAddresses() {}

    /** None where the kernel does not tell. */
    static Set<IpAddress> now() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(NodeAddresses::address)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }

    /** Without the scope that a link-local one has. */
    private static IpAddress address(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return IpAddress.parse(scope < 0 ? text : text.substring(0, scope));
    }
}
