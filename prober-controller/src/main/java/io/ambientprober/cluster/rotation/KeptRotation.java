package io.ambientprober.cluster.rotation;

import io.ambientprober.plan.PlanFormatException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The state of a rotation beside the report that is published, packed. Anyone who may edit ConfigMaps there may have written it. */
public final class KeptRotation {
    /** Of the ConfigMap. */
    public static final String NAME = "ambient-prober-report";

    static final String PACKED = "rotation.json.gz";

    /** Of the 1 MiB that a ConfigMap may hold; the report has the rest. */
    private static final int MAX_PACKED = 128 << 10;

    private static final int MAX_UNPACKED = 8 << 20;

    private KeptRotation() {}

    /**
     * Reads it. What cannot be read is not a state: the rotation begins again.
     *
     * @param found null when there is no such object
     * @param notes told when what is there is no state
     */
    public static RotationState read(@Nullable ConfigMap found, Consumer<String> notes) {
        Map<String, String> data = found == null ? null : found.getBinaryData();
        String packed = data == null ? null : data.get(PACKED);
        if (packed == null) {
            return RotationState.NONE;
        }
        try {
            return RotationJson.read(PACKED, unpacked(Base64.getDecoder().decode(packed)));
        } catch (PlanFormatException e) {
            return anew(e.getMessage(), notes);
        } catch (IOException | IllegalArgumentException e) {
            return anew(PACKED + " cannot be unpacked", notes);
        }
    }

    private static RotationState anew(@Nullable String why, Consumer<String> notes) {
        notes.accept("the rotation begins again: ConfigMap " + NAME + ": " + why);
        return RotationState.NONE;
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(MAX_UNPACKED + 1);
            if (bytes.length > MAX_UNPACKED) {
                throw new IOException("it is larger than any state");
            }
            return bytes;
        }
    }

    /** The object with nothing in it but the state. */
    public static ConfigMap of(RotationState state, String namespace) {
        RotationState kept = state;
        byte[] packed = packed(kept);
        while (packed.length > MAX_PACKED) {
            kept = kept.newest(kept.last().size() / 2);
            packed = packed(kept);
        }
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .endMetadata()
                .addToBinaryData(PACKED, Base64.getEncoder().encodeToString(packed))
                .build();
    }

    private static byte[] packed(RotationState state) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(RotationJson.of(state));
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return packed.toByteArray();
    }
}
