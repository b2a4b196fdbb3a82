package io.ambientprober.agent.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The C library's calls that a packet socket needs. Each throws {@link SystemCallException} with the reason. */
@SuppressWarnings("restricted") // native access is what this class is for
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(StructLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle MMAP = function(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle IF_INDEXTONAME =
            function("if_indextoname", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private static final long MAP_FAILED = -1;
    private static final int IF_NAME_SIZE = 16;
    private static final long MAX_MESSAGE = 256;

    private Libc() {}

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    static int socket(int domain, int type, int protocol) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked("socket", (int) SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void setsockopt(String what, int socket, int level, int option, MemorySegment value)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked(
                    what,
                    (int) SETSOCKOPT.invokeExact(state, socket, level, option, value, (int) value.byteSize()),
                    state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void getsockopt(String what, int socket, int level, int option, MemorySegment value)
            throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            checked(what, (int) GETSOCKOPT.invokeExact(state, socket, level, option, value, length), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void bind(int socket, MemorySegment address) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked("bind", (int) BIND.invokeExact(state, socket, address, (int) address.byteSize()), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The memory must be given back by {@link #munmap} when nothing reads it any more. */
    static MemorySegment mmap(long length, int protection, int flags, int file) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment at =
                    (MemorySegment) MMAP.invokeExact(state, MemorySegment.NULL, length, protection, flags, file, 0L);
            checked("mmap", at.address() == MAP_FAILED ? -1 : 0, state);
            return at.reinterpret(length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void munmap(MemorySegment memory) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked("munmap", (int) MUNMAP.invokeExact(state, memory, memory.byteSize()), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Waits for one descriptor; {@code scratch} is a struct pollfd and a call state, so that waiting allocates nothing. */
    static void poll(PollScratch scratch, int timeoutMillis) throws SystemCallException {
        try {
            int ready = (int) POLL.invokeExact(scratch.state, scratch.descriptor, 1L, timeoutMillis);
            int errno = ready < 0 ? (int) ERRNO.get(scratch.state, 0L) : 0;
            if (errno != 0 && errno != SystemCallException.EINTR) {
                throw new SystemCallException("poll", errno, message(errno));
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static final class PollScratch {
        private static final long SIZE = 8;
        private static final short POLLIN = 1;
        private final MemorySegment state;
        private final MemorySegment descriptor;

        PollScratch(Arena arena, int file) {
            state = arena.allocate(STATE);
            descriptor = arena.allocate(SIZE, Integer.BYTES);
            descriptor.set(JAVA_INT, 0, file);
            descriptor.set(JAVA_SHORT, 4, POLLIN);
        }
    }

    static void close(int file) throws SystemCallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked("close", (int) CLOSE.invokeExact(state, file), state);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** The name of a device, or {@code device N} when it is gone. */
    static String deviceName(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment name = arena.allocate(IF_NAME_SIZE);
            MemorySegment found = (MemorySegment) IF_INDEXTONAME.invokeExact(state, index, name);
            return found.address() == 0 ? "device " + index : name.getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("if_indextoname", e);
        }
    }

    private static int checked(String what, int result, MemorySegment state) throws SystemCallException {
        if (result < 0) {
            int errno = (int) ERRNO.get(state, 0L);
            throw new SystemCallException(what, errno, message(errno));
        }
        return result;
    }

    private static String message(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(MAX_MESSAGE).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("strerror", e);
        }
    }

    private static SystemCallException unexpected(Throwable e) {
        return switch (e) {
            case SystemCallException known -> known;
            case Error error -> throw error;
            case RuntimeException bug -> throw bug;
            default -> throw new IllegalStateException("a call into the C library throws nothing", e);
        };
    }
}
