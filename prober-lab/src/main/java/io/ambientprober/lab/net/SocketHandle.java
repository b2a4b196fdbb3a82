package io.ambientprober.lab.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The descriptor of a socket that Java opened, for the options that Java has no name for.
 *
 * <p>Java tells nobody the descriptor. So the socket is given a linger time that no other has, through its own public API, and is
 * found among the process's descriptors by it. Netty's epoll transport would tell, but brings native libraries along.
 */
public final class SocketHandle {
    /** From here on no sane program sets a linger time, in seconds. */
    private static final int FIRST_TAG = 40_000;

    private static final int TAGS = 20_000;
    private static final int SOL_IP = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SOL_IPV6 = 41;
    private static final int SO_LINGER = 13;
    private static final int SO_MARK = 36;
    /** linux/netfilter_ipv4.h and linux/netfilter_ipv6/ip6_tables.h. */
    private static final int SO_ORIGINAL_DST = 80;

    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static int lastTag;

    private final int fd;

    private SocketHandle(int fd) {
        this.fd = fd;
    }

    /** Sets the linger time of the socket in question; -1 is none. */
    public interface Linger {
        void set(int seconds) throws IOException;
    }

    public static SocketHandle find(Linger linger) throws IOException {
        int tag = nextTag();
        linger.set(tag);
        try {
            return new SocketHandle(descriptorWith(tag));
        } finally {
            linger.set(-1);
        }
    }

    private static synchronized int nextTag() {
        lastTag = (lastTag + 1) % TAGS;
        return FIRST_TAG + lastTag;
    }

    private static int descriptorWith(int tag) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                int fd = Integer.parseInt(descriptor.getFileName().toString());
                byte[] linger = Posix.socketOption(fd, SOL_SOCKET, SO_LINGER, 2 * Integer.BYTES);
                if (linger != null
                        && ByteBuffer.wrap(linger)
                                        .order(ByteOrder.nativeOrder())
                                        .getInt(Integer.BYTES)
                                == tag) {
                    return fd;
                }
            }
        }
        throw new IOException("the socket is not open");
    }

    /** The mark that packet filter rules see on every packet of the socket. */
    public void mark(int mark) throws IOException {
        Posix.setSocketOption(fd, SOL_SOCKET, SO_MARK, mark);
    }

    public int mark() throws IOException {
        return ByteBuffer.wrap(require(Posix.socketOption(fd, SOL_SOCKET, SO_MARK, Integer.BYTES)))
                .order(ByteOrder.nativeOrder())
                .getInt();
    }

    /** Where the peer of an accepted connection wanted to go before a REDIRECT rule sent it here. */
    public InetSocketAddress originalDestination(InetAddress peer) throws IOException {
        return peer instanceof Inet4Address
                ? address(require(Posix.socketOption(fd, SOL_IP, SO_ORIGINAL_DST, SOCKADDR_IN)), 4, 4)
                : address(require(Posix.socketOption(fd, SOL_IPV6, SO_ORIGINAL_DST, SOCKADDR_IN6)), 8, 16);
    }

    private static byte[] require(byte @Nullable [] option) throws IOException {
        if (option == null) {
            throw new IOException("the socket has no such option");
        }
        return option;
    }

    private static InetSocketAddress address(byte[] sockaddr, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(sockaddr);
        byte[] address = new byte[length];
        buffer.get(at, address);
        return new InetSocketAddress(InetAddress.getByAddress(address), Short.toUnsignedInt(buffer.getShort(2)));
    }
}
