package io.ambientprober.lab.mesh;

import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.SocketHandle;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/** Java's own transport, with sockets that are opened inside a pod and, where they connect, carry the proxy's mark. */
record PodTransport(Netns pod, Transport delegate) implements Transport {
    /** For {@link io.vertx.core.VertxBuilder#withTransport}. */
    static io.vertx.core.transport.Transport in(Netns pod) {
        Transport implementation = new PodTransport(pod, io.vertx.core.transport.Transport.NIO.implementation());
        return new io.vertx.core.transport.Transport() {
            @Override
            public String name() {
                return "pod";
            }

            @Override
            public boolean available() {
                return true;
            }

            @Override
            @SuppressWarnings("NullAway") // as in Vert.x itself: null where it is available
            public Throwable unavailabilityCause() {
                return null;
            }

            @Override
            public Transport implementation() {
                return implementation;
            }
        };
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return delegate.ioHandlerFactory();
    }

    @Override
    @SuppressWarnings("deprecation") // the type is Vert.x's choice
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return delegate.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return delegate.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return () -> new NioSocketChannel(inside(this::openMarked));
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return () -> {
            ServerSocketChannel channel = inside(ServerSocketChannel::open);
            return new NioServerSocketChannel(channel);
        };
    }

    private SocketChannel openMarked() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            SocketHandle.find(seconds -> channel.setOption(StandardSocketOptions.SO_LINGER, seconds))
                    .mark(Redirection.MARK);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private <T> T inside(Callable<T> open) {
        try {
            return pod.inside(open);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
