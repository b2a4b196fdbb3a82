package io.ambientprober.lab.site;

import io.ambientprober.lab.process.Jvms;
import java.io.IOException;

/** Holds a lab until it is stopped or killed. */
final class LabHolder {
    static final String UP = "up";

    private LabHolder() {}

    static void main() throws IOException {
        try (Lab lab = Lab.open(Jvms.withoutCaches())) {
            lab.network().pod("pod", lab.network().nodes().getFirst());
            System.out.println(UP);
            int ignored = System.in.read();
        }
    }
}
