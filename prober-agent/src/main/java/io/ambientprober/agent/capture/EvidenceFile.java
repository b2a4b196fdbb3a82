package io.ambientprober.agent.capture;

import io.ambientprober.evidence.PlanEnds;
import io.ambientprober.evidence.PlanEnds.Whose;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PcapNgStatistics;
import io.ambientprober.wire.PcapNgWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The packets kept, as pcapng, as far as there is room for their owner: the first ones are kept and the later ones counted. A disk
 * that does not take them never ends a capture.
 */
final class EvidenceFile {
    private static final String APPLICATION = "ambient-prober";
    /** What a packet takes in addition to its bytes: block, options, padding. */
    private static final int OVERHEAD = 64;

    private final Path body;
    private final Path whole;
    private final EvidenceBudget budget;
    private final Packet part = new Packet();
    private final LinkType linkType;
    private final String filter;
    private final IntFunction<String> deviceNames;
    private @Nullable PcapNgWriter writer;
    private @Nullable String failure;
    private long sectionLength;
    private long kept;
    private long capturedBytes;
    private long firstNanos;
    private long lastNanos;
    private int devices;

    EvidenceFile(
            Path folder, EvidenceBudget budget, LinkType linkType, String filter, IntFunction<String> deviceNames) {
        body = folder.resolve("evidence.part");
        whole = folder.resolve("evidence.pcapng");
        this.budget = budget;
        this.linkType = linkType;
        this.filter = filter;
        this.deviceNames = deviceNames;
        try {
            Files.deleteIfExists(whole);
            PcapNgWriter begun = new PcapNgWriter(Files.newOutputStream(body), APPLICATION, "");
            begun.flush();
            sectionLength = Files.size(body);
            writer = begun;
        } catch (IOException e) {
            failed(e);
        }
    }

    /** The place that the next packet has, if it is kept, from 1. */
    long nextNumber() {
        return kept + 1;
    }

    /**
     * Keeps a packet, if there is room.
     *
     * @param bytes of it that are kept
     * @param ends its own
     * @param comment may be empty
     */
    void packet(Packet packet, int bytes, Whose whose, PlanEnds ends, Tells tells, String comment) {
        if (writer == null || !budget.admits(whose, ends, tells, bytes + comment.length() + OVERHEAD)) {
            budget.leftOut(whose, ends);
            return;
        }
        try {
            while (devices <= packet.device()) {
                writer.device(linkType, 0, deviceNames.apply(devices++), filter);
            }
            part.set(
                    packet.data(),
                    packet.offset(),
                    bytes,
                    packet.length(),
                    packet.timeNanos(),
                    packet.linkType(),
                    packet.device());
            writer.packet(packet.device(), part, comment);
            kept(part);
        } catch (IOException e) {
            failed(e);
            budget.leftOut(whose, ends);
        }
    }

    /** Ends the file; the kernel's counters go to the first device, because they are those of all devices together. */
    void finish(String comment, PcapNgStatistics statistics) {
        PcapNgWriter ending = writer;
        if (ending == null) {
            return;
        }
        writer = null;
        try {
            try (ending) {
                if (devices == 0) {
                    ending.device(linkType, 0, "any", filter);
                }
                ending.statistics(0, statistics);
            }
            join(comment);
        } catch (IOException e) {
            failed(e);
            // a part of it would pass for the whole
            delete();
        }
    }

    /** The section's comment is known at the end only, and stands at the beginning. */
    private void join(String comment) throws IOException {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        try (PcapNgWriter head = new PcapNgWriter(section, APPLICATION, comment)) {
            head.flush();
        }
        try (OutputStream out = Files.newOutputStream(whole)) {
            section.writeTo(out);
        }
        try (FileChannel from = FileChannel.open(body, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(whole, StandardOpenOption.APPEND)) {
            for (long at = sectionLength; at < from.size(); ) {
                at += from.transferTo(at, from.size() - at, to);
            }
        }
        Files.delete(body);
    }

    private void failed(IOException e) {
        failure = "evidence could not be kept: " + e.getMessage();
        PcapNgWriter open = writer;
        writer = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
        }
    }

    private void kept(Packet packet) {
        firstNanos = kept == 0 ? packet.timeNanos() : Math.min(firstNanos, packet.timeNanos());
        lastNanos = kept == 0 ? packet.timeNanos() : Math.max(lastNanos, packet.timeNanos());
        capturedBytes += packet.captured();
        kept++;
    }

    long kept() {
        return kept;
    }

    /** What reading the file comes to. */
    TapReading reading(TapReading ofAll) {
        return ofAll.holding(kept, capturedBytes, firstNanos, lastNanos);
    }

    @Nullable
    String failure() {
        return failure;
    }

    /** The file, once it is finished. */
    Path path() {
        return whole;
    }

    void delete() {
        if (writer != null) {
            failed(new IOException("given up"));
        }
        try {
            Files.deleteIfExists(body);
            Files.deleteIfExists(whole);
        } catch (IOException e) {
            failed(e);
        }
    }
}
