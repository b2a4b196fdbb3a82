package io.ambientprober.lab;

import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.lab.site.Trait;
import java.util.Set;

/** A site whose run stays to be looked at; the lab takes it away in the end. */
final class KeptSite extends LabSite {
    KeptSite(Lab lab, Set<Trait> traits) {
        super(lab, traits);
    }

    @Override
    public void cleanUp() {
        // That is the point.
    }
}
