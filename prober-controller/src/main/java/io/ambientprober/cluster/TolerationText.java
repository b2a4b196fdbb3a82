package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;

/** A toleration as a command line has it: {@code KEY[=VALUE][:EFFECT]}, or {@code *} for every taint. */
public final class TolerationText {
    private TolerationText() {}

    public static Toleration parse(String text) {
        if (text.equals("*")) {
            return new TolerationBuilder().withOperator("Exists").build();
        }
        int colon = text.indexOf(':');
        String pair = colon < 0 ? text : text.substring(0, colon);
        TolerationBuilder toleration = new TolerationBuilder();
        if (colon >= 0) {
            toleration.withEffect(text.substring(colon + 1));
        }
        int equals = pair.indexOf('=');
        return equals < 0
                ? toleration.withKey(pair).withOperator("Exists").build()
                : toleration
                        .withKey(pair.substring(0, equals))
                        .withOperator("Equal")
                        .withValue(pair.substring(equals + 1))
                        .build();
    }
}
