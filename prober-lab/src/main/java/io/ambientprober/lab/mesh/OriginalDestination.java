package io.ambientprober.lab.mesh;

import io.ambientprober.lab.mesh.ProxyConfig.Endpoint;
import io.ambientprober.lab.net.SocketHandle;
import io.ambientprober.wire.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where an accepted connection was going before a rule redirected it. */
interface OriginalDestination {
    /** Netfilter knows it. */
    OriginalDestination REDIRECTED = OriginalDestination::redirected;

    Endpoint of(NetSocket accepted) throws IOException;

    private static Endpoint redirected(NetSocket accepted) throws IOException {
        Channel channel = ((NetSocketInternal) accepted).channelHandlerContext().channel();
        InetAddress peer = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        InetSocketAddress destination = SocketHandle.find(
                        seconds -> channel.config().setOption(ChannelOption.SO_LINGER, seconds))
                .originalDestination(peer);
        if (destination.getPort() == accepted.localAddress().port()) {
            throw new IOException("dialled on purpose, not redirected: it would be a connection to itself");
        }
        IpAddress ip = IpAddress.parse(destination.getAddress().getHostAddress());
        return new Endpoint(ip.toString(), destination.getPort());
    }
}
