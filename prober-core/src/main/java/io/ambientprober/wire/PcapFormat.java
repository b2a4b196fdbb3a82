package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/** The magic numbers of draft-ietf-opsawg-pcap, section 4, as they look when read in network order. */
enum PcapFormat {
    BIG_MICRO(0xA1B2C3D4, false, 1000),
    BIG_NANO(0xA1B23C4D, false, 1),
    LITTLE_MICRO(0xD4C3B2A1, true, 1000),
    LITTLE_NANO(0x4D3CB2A1, true, 1);

    final boolean little;
    final int nanosPerUnit;
    private final int magic;

    PcapFormat(int magic, boolean little, int nanosPerUnit) {
        this.magic = magic;
        this.little = little;
        this.nanosPerUnit = nanosPerUnit;
    }

    static @Nullable PcapFormat of(int magic) {
        for (PcapFormat format : values()) {
            if (format.magic == magic) {
                return format;
            }
        }
        return null;
    }
}
