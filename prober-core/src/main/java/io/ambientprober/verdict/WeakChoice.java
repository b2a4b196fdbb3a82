package io.ambientprober.verdict;

import io.ambientprober.wire.TlsFacts.ServerHello;
import io.ambientprober.wire.TlsWeakness;
import org.jspecify.annotations.Nullable;

/** Whether what an HBONE port chose protects too little. */
final class WeakChoice {
    private WeakChoice() {}

    /**
     * @param version for example {@code 1.3}
     * @param suite number, for example {@code 0x1302}
     */
    static boolean is(@Nullable String version, @Nullable String suite) {
        return version != null
                && suite != null
                && !TlsWeakness.of(new ServerHello(number(version), Integer.decode(suite), null))
                        .isEmpty();
    }

    private static int number(String version) {
        return switch (version) {
            case "1.3" -> 0x0304;
            case "1.2" -> 0x0303;
            default -> 0;
        };
    }
}
