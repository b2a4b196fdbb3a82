package io.ambientprober.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A capture read to its end, for assertions. */
record Capture(List<Seen> packets, long dropped, List<String> notes, List<String> faults) {

    /** {@code data}: in hexadecimal digits. */
    record Seen(long number, long nanos, LinkType linkType, int device, int length, String data) {}

    static Capture read(Path directory, byte[] bytes) throws IOException {
        Path file = directory.resolve("capture");
        Files.write(file, bytes);
        return read(file);
    }

    static Capture read(Path file) throws IOException {
        try (CaptureReader reader = CaptureReader.open(file)) {
            List<Seen> packets = new ArrayList<>();
            Packet packet = new Packet();
            while (reader.next(packet)) {
                packets.add(seen(packet));
            }
            return new Capture(packets, reader.dropped(), reader.notes(), reader.faults());
        }
    }

    /** What is wrong with a capture, whether any of it could be read or not. */
    static String complaint(Path directory, byte[] bytes) throws IOException {
        try {
            return String.join("; ", read(directory, bytes).faults());
        } catch (CaptureFormatException e) {
            return String.valueOf(e.getMessage());
        }
    }

    List<String> data() {
        return packets.stream().map(Seen::data).toList();
    }

    List<Long> nanos() {
        return packets.stream().map(Seen::nanos).toList();
    }

    private static Seen seen(Packet packet) {
        byte[] data = Arrays.copyOfRange(packet.data(), packet.offset(), packet.offset() + packet.captured());
        return new Seen(
                packet.number(),
                packet.timeNanos(),
                packet.linkType(),
                packet.device(),
                packet.length(),
                HexFormat.of().formatHex(data));
    }
}
