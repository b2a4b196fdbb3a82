package io.ambientprober.agent.canary;

import io.ambientprober.agent.canary.SocketTable.Row;
import io.ambientprober.wire.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the kernel holds to be the other end of a connection. {@code getpeername} cannot tell: a socket load balancer translates its
 * answer back, while the kernel's socket table shows the address it put in its place.
 */
final class Witness {
    private final Path proc;
    private final SocketTable table;

    Witness() {
        this(Path.of("/proc"), ByteOrder.nativeOrder());
    }

    Witness(Path proc, ByteOrder machine) {
        this.proc = proc;
        this.table = new SocketTable(machine);
    }

    /** The remote address that the kernel shows for a connected socket of this process, if it shows one. */
    Optional<IpAddress> peerOf(InetSocketAddress local) {
        IpAddress address = InetAddresses.of(local.getAddress());
        Set<Long> own = ownSockets();
        return List.of("tcp6", "tcp").stream()
                .flatMap(name -> remote(name, address, local.getPort(), own).stream())
                .findFirst();
    }

    private Optional<IpAddress> remote(String name, IpAddress address, int port, Set<Long> own) {
        try (BufferedReader reader =
                Files.newBufferedReader(proc.resolve("net").resolve(name), StandardCharsets.ISO_8859_1)) {
            return reader.lines()
                    .flatMap(line -> table.row(line).stream())
                    .filter(row -> row.localPort() == port && row.local().equals(address) && isOwn(row, own))
                    .map(Row::remote)
                    .findFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The mesh's proxy lives in the same network namespace and speaks with the pod's address: the same local port may be in use
     * towards another remote, so only this process's own sockets count, where it can list them.
     */
    private static boolean isOwn(Row row, Set<Long> own) {
        return own.isEmpty() || own.contains(row.inode());
    }

    private Set<Long> ownSockets() {
        Set<Long> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve("self/fd"))) {
            descriptors.forEach(descriptor -> socketOf(descriptor).ifPresent(inodes::add));
        } catch (IOException | DirectoryIteratorException unreadable) {
            return Set.of();
        }
        return inodes;
    }

    private static Optional<Long> socketOf(Path descriptor) {
        try {
            String link = Files.readSymbolicLink(descriptor).toString();
            return link.startsWith("socket:[")
                    ? Optional.of(Long.valueOf(link.substring(8, link.length() - 1)))
                    : Optional.empty();
        } catch (IOException | NumberFormatException gone) {
            return Optional.empty();
        }
    }
}
