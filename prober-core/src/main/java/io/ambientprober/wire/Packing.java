package io.ambientprober.wire;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** How a capture may be packed, by its first bytes. */
enum Packing {
    /** RFC 1952, section 2.3.1. */
    GZIP(0x1F8B_0000, 0xFFFF_0000),
    /** RFC 8878, section 3.1.1: little-endian 0xFD2FB528. */
    ZSTD(0x28B5_2FFD, 0xFFFF_FFFF),
    /** RFC 8878, section 3.1.2: a skippable frame in front, little-endian 0x184D2A5?. */
    ZSTD_BEHIND_OTHERS(0x502A_4D18, 0xF0FF_FFFF),
    /** The .xz file format 1.2.1, section 2.1.1.1: the first four of six bytes. */
    XZ(0xFD37_7A58, 0xFFFF_FFFF);

    private final int magic;
    private final int mask;

    Packing(int magic, int mask) {
        this.magic = magic;
        this.mask = mask;
    }

    /** Null for what is not packed. */
    static @Nullable Packing of(int firstFourBytes) {
        for (Packing packing : values()) {
            if ((firstFourBytes & packing.mask) == packing.magic) {
                return packing;
            }
        }
        return null;
    }

    /** What is packed in a stream, which the new one closes. */
    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case GZIP -> new GzipMembers(packed);
            case ZSTD, ZSTD_BEHIND_OTHERS -> new ZstdFrames(packed);
            case XZ -> XzStreams.of(packed);
        };
    }
}
