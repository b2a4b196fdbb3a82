package io.ambientprober.wire;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The counters of an interface statistics block (draft-ietf-opsawg-pcapng, section 4.6): they never fall, but when they are reset. */
enum PcapNgCounter {
    IF_RECV(4),
    IF_DROP(5),
    FILTER_ACCEPT(6),
    OS_DROP(7),
    USR_DELIV(8);

    private static final @Nullable PcapNgCounter[] BY_OPTION = new PcapNgCounter[9];

    private final int option;

    static {
        Stream.of(values()).forEach(counter -> BY_OPTION[counter.option] = counter);
    }

    PcapNgCounter(int option) {
        this.option = option;
    }

    /** Null for an option that is not a counter. */
    static @Nullable PcapNgCounter of(int option) {
        return option < BY_OPTION.length ? BY_OPTION[option] : null;
    }

    /** As the format calls it. */
    String code() {
        return "isb_" + name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
