package io.ambientprober.run;

import java.util.Locale;

/** What a run asks. */
public enum Question {
    /** Is what the prober's own pods send encrypted? */
    CANARIES,
    /** Does the HBONE port of each enrolled pod protect it? */
    PODS,
    /** Does TCP between enrolled pods go through HBONE? */
    FLOWS;

    /** As options have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
