package io.ambientprober.lab.scenario;

import io.ambientprober.lab.site.Trait;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.ServicePathReason;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way for the mesh to be, and what the prober must say of every path in it.
 *
 * @param broken what is, in words
 * @param policy null where no policies are in force
 */
public record Scenario(
        String name,
        String broken,
        Set<Trait> traits,
        EncryptionReason encryption,
        ServicePathReason servicePath,
        @Nullable PolicyReason policy) {
    public Scenario {
        traits = Set.copyOf(traits);
    }

    /** What the prober must say. */
    public Stream<Reason> right() {
        return policy == null ? Stream.of(encryption, servicePath) : Stream.of(encryption, servicePath, policy);
    }
}
