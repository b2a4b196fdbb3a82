package io.ambientprober.cluster.publish;

import io.ambientprober.cluster.Labels;
import io.ambientprober.cluster.rotation.KeptRotation;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.VerdictLine;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** The latest report, whole, in a ConfigMap: it outlives the pod that made it. */
public final class KeptReport {
    /** Of the ConfigMap. */
    public static final String NAME = KeptRotation.NAME;

    static final String JSON = "report.json";
    static final String PACKED = "report.json.gz";
    static final String VERDICT = "verdict";

    /** A ConfigMap holds at most 1 MiB (Kubernetes, validation of core/v1 ConfigMap); a reader prefers text. */
    private static final int MAX_TEXT = 256 << 10;

    private static final int MAX_PACKED = 700 << 10;

    private KeptReport() {}

    /** Packed when it is large, and only its verdict when it is too large even so. */
    static ConfigMap of(Report report, String namespace) {
        byte[] json = ReportJson.of(report).getBytes(StandardCharsets.UTF_8);
        ConfigMapBuilder kept = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .withLabels(Labels.common())
                .endMetadata()
                .addToData(VERDICT, VerdictLine.of(report));
        if (json.length <= MAX_TEXT) {
            return kept.addToData(JSON, new String(json, StandardCharsets.UTF_8))
                    .build();
        }
        byte[] packed = packed(json);
        return packed.length <= MAX_PACKED
                ? kept.addToBinaryData(PACKED, Base64.getEncoder().encodeToString(packed))
                        .build()
                : kept.build();
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return packed.toByteArray();
    }
}
