package io.ambientprober.agent.capture;

import io.ambientprober.agent.testnet.Place;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.NetworkInterface;

/** Puts whole frames on a device, as no socket of the platform does. */
@SuppressWarnings("restricted")
final class RawSender implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final MethodHandle WRITE = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("write"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private final int socket;

    private RawSender(int socket) {
        this.socket = socket;
    }

    static RawSender open(Place place, String device) throws Exception {
        return place.inside(() -> {
            int socket = Libc.socket(AF_PACKET, SOCK_RAW, 0);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment address = arena.allocate(20, Integer.BYTES); // struct sockaddr_ll
                address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
                address.set(
                        ValueLayout.JAVA_INT,
                        4,
                        NetworkInterface.getByName(device).getIndex());
                Libc.bind(socket, address);
            }
            return new RawSender(socket);
        });
    }

    void send(byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
            long written = (long) WRITE.invokeExact(socket, bytes, (long) frame.length);
            if (written != frame.length) {
                throw new IllegalStateException("wrote " + written + " of " + frame.length);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SystemCallException {
        Libc.close(socket);
    }
}
