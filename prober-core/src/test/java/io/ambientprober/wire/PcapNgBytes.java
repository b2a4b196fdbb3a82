package io.ambientprober.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Puts pcapng files together block by block, right or wrong. */
final class PcapNgBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteOrder order;

    PcapNgBytes(ByteOrder order) {
        this.order = order;
    }

    PcapNgBytes section() {
        return section(order, -1);
    }

    PcapNgBytes section(ByteOrder order, long length) {
        this.order = order;
        return block(
                0x0A0D0D0A,
                b -> b.putInt(0x1A2B3C4D)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(length));
    }

    @SafeVarargs
    final PcapNgBytes device(int linkType, int snapLength, Consumer<ByteBuffer>... options) {
        return block(1, b -> {
            b.putInt(order == ByteOrder.BIG_ENDIAN ? linkType << 16 : linkType).putInt(snapLength);
            put(b, options);
        });
    }

    @SafeVarargs
    final PcapNgBytes statistics(int device, Consumer<ByteBuffer>... options) {
        return block(5, b -> {
            b.putInt(device).putLong(0);
            put(b, options);
        });
    }

    PcapNgBytes packet(int device, long units, byte... data) {
        return packet(device, units, data.length, data.length, data);
    }

    @SafeVarargs
    final PcapNgBytes packet(
            int device, long units, int captured, int length, byte[] data, Consumer<ByteBuffer>... options) {
        return block(6, b -> {
            b.putInt(device).putInt((int) (units >>> 32)).putInt((int) units);
            b.putInt(captured).putInt(length).put(data);
            pad(b);
            put(b, options);
        });
    }

    PcapNgBytes obsoletePacket(int device, long units, byte... data) {
        return block(2, b -> {
            b.putShort((short) device).putShort((short) 7);
            b.putInt((int) (units >>> 32)).putInt((int) units);
            b.putInt(data.length).putInt(data.length).put(data);
        });
    }

    PcapNgBytes simplePacket(int length, byte... data) {
        return block(3, b -> b.putInt(length).put(data));
    }

    PcapNgBytes block(int type, Consumer<ByteBuffer> body) {
        ByteBuffer buffer =
                ByteBuffer.allocate(1 << 21).order(order).putInt(type).putInt(0);
        body.accept(buffer);
        pad(buffer);
        int total = buffer.position() + 4;
        buffer.putInt(total).putInt(4, total);
        out.write(buffer.array(), 0, total);
        return this;
    }

    PcapNgBytes raw(int... words) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * words.length).order(order);
        for (int word : words) {
            buffer.putInt(word);
        }
        out.writeBytes(buffer.array());
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static Consumer<ByteBuffer> option(int code, byte... value) {
        return b -> {
            b.putShort((short) code).putShort((short) value.length).put(value);
            pad(b);
        };
    }

    static Consumer<ByteBuffer> option(int code, long value) {
        return b -> b.putShort((short) code).putShort((short) 8).putLong(value);
    }

    static Consumer<ByteBuffer> endOfOptions() {
        return b -> b.putInt(0);
    }

    @SafeVarargs
    private static void put(ByteBuffer buffer, Consumer<ByteBuffer>... options) {
        for (Consumer<ByteBuffer> option : options) {
            option.accept(buffer);
        }
    }

    private static void pad(ByteBuffer buffer) {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
    }
}
