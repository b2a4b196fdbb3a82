package io.ambientprober.cluster.publish;

import io.ambientprober.cluster.Labels;
import io.ambientprober.cluster.rotation.KeptRotation;
import io.ambientprober.report.model.Reduction;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.VerdictLine;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The latest report in a ConfigMap: it outlives the pod that made it. Whole, packed when it is large; of one that does not fit even so a
 * reduced one, with as many of its failures as there is room for.
 */
public final class KeptReport {
    /** Of the ConfigMap. */
    public static final String NAME = KeptRotation.NAME;

    static final String JSON = "report.json";
    static final String PACKED = "report.json.gz";
    static final String VERDICT = "verdict";

    /** A ConfigMap holds at most 1 MiB (Kubernetes, validation of core/v1 ConfigMap); a reader prefers text. */
    private static final int MAX_TEXT = 256 << 10;

    /** The rest is left to the verdict and to the state of a rotation. */
    private static final int MAX_PACKED = 800 << 10;

    private static final int MOST_ROWS = 20_000;

    private KeptReport() {}

    static ConfigMap of(Report report, String namespace) {
        ConfigMapBuilder kept = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .withLabels(Labels.common())
                .endMetadata();
        if (add(report, kept)) {
            return kept.addToData(VERDICT, VerdictLine.of(report)).build();
        }
        int rows = MOST_ROWS;
        Report reduced = Reduction.of(report, rows);
        while (!add(reduced, kept) && rows > 0) {
            rows /= 2;
            reduced = Reduction.of(report, rows);
        }
        return kept.addToData(VERDICT, VerdictLine.of(reduced)).build();
    }

    /** Whether there is room for it. */
    private static boolean add(Report report, ConfigMapBuilder kept) {
        byte[] text = written(report, MAX_TEXT, room -> room);
        if (text != null) {
            kept.addToData(JSON, new String(text, StandardCharsets.UTF_8));
            return true;
        }
        byte[] packed = written(report, MAX_PACKED, GZIPOutputStream::new);
        if (packed != null) {
            kept.addToBinaryData(PACKED, Base64.getEncoder().encodeToString(packed));
        }
        return packed != null;
    }

    private interface Packing {
        OutputStream into(OutputStream room) throws IOException;
    }

    /** Null when that needs more room. */
    private static byte @Nullable [] written(Report report, int most, Packing packing) {
        Room room = new Room(most);
        try (OutputStream to = packing.into(room)) {
            ReportJson.write(report, to);
        } catch (IOException e) {
            if (room.isFull) {
                return null;
            }
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return room.bytes.toByteArray();
    }

    /** What is too large is not made to its end. */
    private static final class Room extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private boolean isFull;

        Room(int most) {
            this.most = most;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] more, int offset, int length) throws IOException {
            isFull |= bytes.size() + length > most;
            if (isFull) {
                throw new IOException("there is no more room");
            }
            bytes.write(more, offset, length);
        }
    }
}
