package io.ambientprober.lab;

import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.lab.site.Trait;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import java.util.Set;

/** A site whose run stays to be looked at; the lab removes it in the end. */
record KeptSite(Site site) implements Site {
    KeptSite(Lab lab, Set<Trait> traits) {
        this(new LabSite(lab, traits));
    }

    @Override
    public Surveyed survey() throws SiteException {
        return site.survey();
    }

    @Override
    public void cleanUp() {
        // That is the point.
    }
}
