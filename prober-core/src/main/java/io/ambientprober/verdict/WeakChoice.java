package io.ambientprober.verdict;

import io.ambientprober.wire.TlsFacts.ServerHello;
import io.ambientprober.wire.TlsWeakness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why what an HBONE port chose protects too little. */
final class WeakChoice {
    private static final int OLDER = 0x0302;

    private WeakChoice() {}

    /**
     * Empty where it chose nothing, or nothing weak.
     *
     * @param version for example {@code 1.3}
     * @param suite number, for example {@code 0x1302}
     */
    static List<TlsWeakness> of(@Nullable String version, @Nullable String suite) {
        return version == null
                ? List.of()
                : TlsWeakness.of(
                        new ServerHello(number(version), suite == null ? 0xFFFF : Integer.decode(suite), null));
    }

    private static int number(String version) {
        return switch (version) {
            case "1.3" -> 0x0304;
            case "1.2" -> 0x0303;
            default -> OLDER;
        };
    }
}
