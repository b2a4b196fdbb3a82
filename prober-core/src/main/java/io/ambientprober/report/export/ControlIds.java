package io.ambientprober.report.export;

import java.util.Map;

/** Controls of compliance catalogues that encryption in transit answers to, for formats that carry properties. */
final class ControlIds {
    /** NIST SP 800-53 Rev. 5: SC-8 transmission confidentiality and integrity, (1) cryptographic protection. */
    static final Map<String, String> IDS = Map.of("nist-800-53", "SC-8, SC-8(1)");

    private ControlIds() {}
}
