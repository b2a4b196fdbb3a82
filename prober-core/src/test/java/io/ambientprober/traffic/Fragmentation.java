package io.ambientprober.traffic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** IP datagrams in fragments: RFC 791, and RFC 8200 section 4.5. */
public final class Fragmentation {
    private static final byte FRAGMENT = 44;

    private Fragmentation() {}

    static UnaryOperator<List<Frame>> some(double share, boolean outOfOrder, RandomGenerator random) {
        return frames -> {
            List<Frame> result = new ArrayList<>();
            for (Frame frame : frames) {
                List<Frame> parts = random.nextDouble() < share ? of(frame, random) : List.of(frame);
                if (outOfOrder) {
                    parts = new ArrayList<>(parts);
                    Collections.shuffle(parts, java.util.Random.from(random));
                }
                result.addAll(parts);
            }
            return result;
        };
    }

    /** The frame itself where it is not a whole IP packet with something to cut. */
    public static List<Frame> of(Frame frame, RandomGenerator random) {
        int at = Links.ipAt(frame);
        if (at < 0 || frame.captured() < frame.length() || frame.captured() < at + 64) {
            return List.of(frame);
        }
        return (frame.data()[at] >>> 4 & 0xF) == 6 ? v6(frame, at, random) : v4(frame, at, random);
    }

    private static List<Frame> v4(Frame frame, int at, RandomGenerator random) {
        byte[] data = frame.data();
        int headerEnd = at + (data[at] & 0xF) * 4;
        int end = at + Numbers.u16(data, at + 2);
        if (end > frame.captured() || (Numbers.u16(data, at + 6) & 0x3FFF) != 0) {
            return List.of(frame);
        }
        int id = random.nextInt(1 << 16);
        List<Frame> parts = new ArrayList<>();
        for (int[] cut : cuts(end - headerEnd, random)) {
            byte[] part = Numbers.join(
                    Arrays.copyOf(data, headerEnd), Arrays.copyOfRange(data, headerEnd + cut[0], headerEnd + cut[1]));
            Numbers.u16(part, at + 2, part.length - at);
            Numbers.u16(part, at + 4, id);
            Numbers.u16(part, at + 6, (cut[1] < end - headerEnd ? 0x2000 : 0) | cut[0] / 8);
            parts.add(frame.with(part, part.length));
        }
        return parts;
    }

    private static List<Frame> v6(Frame frame, int at, RandomGenerator random) {
        byte[] data = frame.data();
        int headerEnd = at + 40;
        int end = headerEnd + Numbers.u16(data, at + 4);
        if (end > frame.captured() || data[at + 6] == FRAGMENT) {
            return List.of(frame);
        }
        int id = random.nextInt();
        List<Frame> parts = new ArrayList<>();
        for (int[] cut : cuts(end - headerEnd, random)) {
            byte[] header = ByteBuffer.allocate(8)
                    .put(data[at + 6])
                    .putShort(2, (short) (cut[0] | (cut[1] < end - headerEnd ? 1 : 0)))
                    .putInt(4, id)
                    .array();
            byte[] part = Numbers.join(
                    Arrays.copyOf(data, headerEnd),
                    header,
                    Arrays.copyOfRange(data, headerEnd + cut[0], headerEnd + cut[1]));
            part[at + 6] = FRAGMENT;
            Numbers.u16(part, at + 4, part.length - headerEnd);
            parts.add(frame.with(part, part.length));
        }
        return parts;
    }

    /** Two to four parts that begin at multiples of eight. */
    private static List<int[]> cuts(int length, RandomGenerator random) {
        List<int[]> cuts = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < 3 && length - at > 8; i++) {
            int end = at + 8 * (1 + random.nextInt((length - at - 1) / 8));
            cuts.add(new int[] {at, end});
            at = end;
        }
        cuts.add(new int[] {at, length});
        return cuts;
    }
}
