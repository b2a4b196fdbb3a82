package io.ambientprober.lab.scenario;

import io.ambientprober.lab.site.Trait;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way for the mesh to be, and what the prober must say of it.
 *
 * @param broken what is, in words
 * @param paths null where no canaries are sent
 * @param tenants null where nobody is asked about the pods that were there before
 */
public record Scenario(
        String name,
        String broken,
        Set<Trait> traits,
        @Nullable PathReasons paths,
        @Nullable TenantReasons tenants) {
    public Scenario {
        traits = Set.copyOf(traits);
    }
}
