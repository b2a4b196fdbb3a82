package io.ambientprober.agent.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/** A packet socket of all devices with its memory-mapped ring of blocks (linux/if_packet.h, TPACKET_V3). */
final class PacketRing implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int ETH_P_ALL = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int TPACKET_V3 = 2;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;

    // struct tpacket_block_desc
    private static final long BLOCK_STATUS = 8;
    private static final long BLOCK_LENGTH = 20;
    private static final int STATUS_KERNEL = 0;
    private static final int STATUS_USER = 1;
    private static final VarHandle STATUS = JAVA_INT.varHandle();

    private static final long FILTER_ENTRY = 8;
    private static final long FRAME_SIZE = 2048;

    private final Arena arena = Arena.ofShared();
    private final int socket;
    private final int blockSize;
    private final int blocks;
    private final MemorySegment memory;
    private final MemorySegment counters;
    private final Libc.PollScratch scratch;
    private long accepted;
    private long dropped;
    private boolean closed;

    /**
     * Opens the socket; packets come from the moment this returns.
     *
     * @param retireMillis after which the kernel hands on a block that is not full
     */
    PacketRing(List<Instruction> filter, int blockSize, int blocks, int retireMillis) throws SystemCallException {
        this.blockSize = blockSize;
        this.blocks = blocks;
        // Protocol 0: until it is bound the socket takes no packet, so that filter and ring are in place before the
        // first one.
        // A socket opened with ETH_P_ALL would have unfiltered packets in its queue by then.
        socket = Libc.socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        try {
            option("PACKET_VERSION", SOL_PACKET, PACKET_VERSION, arena.allocateFrom(JAVA_INT, TPACKET_V3));
            option("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, program(arena, filter));
            option("PACKET_RX_RING", SOL_PACKET, PACKET_RX_RING, request(retireMillis));
            memory = Libc.mmap((long) blockSize * blocks, PROT_READ_WRITE, MAP_SHARED, socket);
            counters = arena.allocate(JAVA_INT, 3);
            scratch = new Libc.PollScratch(arena, socket);
            Libc.bind(socket, allDevices());
        } catch (SystemCallException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    /** Takes another filter in place of the one before; no packet comes between them. */
    synchronized void filter(List<Instruction> filter) throws SystemCallException {
        if (!closed) {
            try (Arena passing = Arena.ofConfined()) {
                option("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, program(passing, filter));
            }
        }
    }

    private void option(String name, int level, int option, MemorySegment value) throws SystemCallException {
        Libc.setsockopt(name, socket, level, option, value);
    }

    /** struct sock_fprog, which points to an array of struct sock_filter. */
    private static MemorySegment program(Arena memory, List<Instruction> filter) {
        MemorySegment code = memory.allocate(FILTER_ENTRY * filter.size(), Integer.BYTES);
        for (int i = 0; i < filter.size(); i++) {
            Instruction instruction = filter.get(i);
            long at = FILTER_ENTRY * i;
            code.set(JAVA_SHORT, at, (short) instruction.code());
            code.set(JAVA_BYTE, at + 2, (byte) instruction.onTrue());
            code.set(JAVA_BYTE, at + 3, (byte) instruction.onFalse());
            code.set(JAVA_INT, at + 4, instruction.k());
        }
        MemorySegment program = memory.allocate(16, Long.BYTES);
        program.set(JAVA_SHORT, 0, (short) filter.size());
        program.set(JAVA_LONG, 8, code.address());
        return program;
    }

    /** struct tpacket_req3. */
    private MemorySegment request(int retireMillis) {
        int framesPerBlock = (int) (blockSize / FRAME_SIZE);
        return arena.allocateFrom(
                JAVA_INT, blockSize, blocks, (int) FRAME_SIZE, framesPerBlock * blocks, retireMillis, 0, 0);
    }

    /** struct sockaddr_ll with the device 0. */
    private MemorySegment allDevices() {
        MemorySegment address = arena.allocate(20, Integer.BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2, (short) ETH_P_ALL);
        return address;
    }

    int blocks() {
        return blocks;
    }

    int blockSize() {
        return blockSize;
    }

    /** Whether the kernel has handed this block on. */
    boolean isReady(int block) {
        return ((int) STATUS.getAcquire(memory, (long) block * blockSize + BLOCK_STATUS) & STATUS_USER) != 0;
    }

    /**
     * Copies a block that is ready and gives it back to the kernel at once: what follows can take its time.
     *
     * @return its length
     */
    int take(int block, byte[] into) {
        long at = (long) block * blockSize;
        int length = Math.min(memory.get(JAVA_INT, at + BLOCK_LENGTH), blockSize);
        MemorySegment.copy(memory, JAVA_BYTE, at, into, 0, length);
        STATUS.setRelease(memory, at + BLOCK_STATUS, STATUS_KERNEL);
        return length;
    }

    void await(int timeoutMillis) throws SystemCallException {
        Libc.poll(scratch, timeoutMillis);
    }

    /** Reads the kernel's counters, which begin again whenever they are read. */
    private void count() {
        if (closed) {
            return;
        }
        try {
            Libc.getsockopt("PACKET_STATISTICS", socket, SOL_PACKET, PACKET_STATISTICS, counters);
        } catch (SystemCallException e) {
            throw new IllegalStateException("an open packet socket has counters", e);
        }
        accepted += Integer.toUnsignedLong(counters.getAtIndex(JAVA_INT, 0));
        dropped += Integer.toUnsignedLong(counters.getAtIndex(JAVA_INT, 1));
    }

    /** Packets that passed the filter, dropped ones included. */
    synchronized Counts counts() {
        count();
        return new Counts(accepted, dropped);
    }

    record Counts(long accepted, long dropped) {
        long delivered() {
            return accepted - dropped;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        count();
        closed = true;
        try {
            Libc.munmap(memory);
            Libc.close(socket);
        } catch (SystemCallException e) {
            throw new IllegalStateException("cannot give back the ring", e);
        } finally {
            arena.close();
        }
    }

    private void closeAfter(Exception failure) {
        closed = true;
        try {
            Libc.close(socket);
        } catch (SystemCallException e) {
            failure.addSuppressed(e);
        }
        arena.close();
    }
}
