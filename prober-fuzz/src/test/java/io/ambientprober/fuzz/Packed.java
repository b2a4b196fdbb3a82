package io.ambientprober.fuzz;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/** Captures as people pack them. Gzip is among the formats of traffic. */
final class Packed {
    private static final int FEW = 3;

    private Packed() {}

    static Stream<byte[]> all(List<byte[]> captures) {
        return captures.stream().limit(FEW).flatMap(capture -> Stream.of(zstd(capture), xz(capture)));
    }

    private static byte[] zstd(byte[] capture) {
        ZstdJavaCompressor compressor = new ZstdJavaCompressor();
        byte[] packed = new byte[compressor.maxCompressedLength(capture.length)];
        int length = compressor.compress(capture, 0, capture.length, packed, 0, packed.length);
        return Arrays.copyOf(packed, length);
    }

    private static byte[] xz(byte[] capture) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(packed, new LZMA2Options(1), XZ.CHECK_CRC32)) {
            out.write(capture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
