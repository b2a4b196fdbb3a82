package io.ambientprober.traffic;

import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PcapNgWriter;
import io.ambientprober.wire.PcapWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes the recordings of a scene as the files that its plan names. */
public enum SceneFiles {
    PCAP_MICROS(ByteOrder.LITTLE_ENDIAN, false),
    PCAP_NANOS(ByteOrder.LITTLE_ENDIAN, true),
    PCAP_MICROS_BIG_ENDIAN(ByteOrder.BIG_ENDIAN, false),
    PCAP_NANOS_BIG_ENDIAN(ByteOrder.BIG_ENDIAN, true),
    PCAP_PACKED(ByteOrder.LITTLE_ENDIAN, true) {
        @Override
        OutputStream open(Path file) throws IOException {
            return new GZIPOutputStream(super.open(file));
        }
    },
    PCAPNG(ByteOrder.LITTLE_ENDIAN, true) {
        @Override
        void write(Recording recording, OutputStream out) throws IOException {
            writePcapNg(recording, out);
        }
    };

    private final ByteOrder order;
    private final boolean nanos;

    SceneFiles(ByteOrder order, boolean nanos) {
        this.order = order;
        this.nanos = nanos;
    }

    public void write(Scene scene, Path folder) throws IOException {
        for (Recording recording : scene.recordings()) {
            Path file = folder.resolve(recording.tap().files().getFirst());
            try (OutputStream out = open(file)) {
                write(recording, out);
            }
        }
    }

    OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file));
    }

    void write(Recording recording, OutputStream out) throws IOException {
        LinkType linkType = recording.frames().isEmpty()
                ? LinkType.ETHERNET
                : recording.frames().getFirst().linkType();
        PcapWriter writer = new PcapWriter(out, order, nanos, linkType.code());
        for (Frame frame : recording.frames()) {
            writer.packet(frame.timeNanos(), frame.length(), frame.data());
        }
        out.flush();
    }

    private static void writePcapNg(Recording recording, OutputStream out) throws IOException {
        PcapNgWriter writer = new PcapNgWriter(out, "test", "");
        Map<LinkType, Integer> devices = new EnumMap<>(LinkType.class);
        Packet packet = new Packet();
        for (Frame frame : recording.frames()) {
            Integer device = devices.get(frame.linkType());
            if (device == null) {
                device = writer.device(frame.linkType(), 0, frame.linkType().name(), "");
                devices.put(frame.linkType(), device);
            }
            packet.set(frame.data(), 0, frame.captured(), frame.length(), frame.timeNanos(), frame.linkType(), device);
            writer.packet(device, packet, "");
        }
        writer.flush();
    }
}
