package io.ambientprober.lab.scenario;

import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.ServicePathReason;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the prober must say of every path but the control.
 *
 * @param policy null where no policies are in force
 */
public record PathReasons(
        EncryptionReason encryption,
        ServicePathReason servicePath,
        @Nullable PolicyReason policy) {
    public Stream<Reason> all() {
        return policy == null ? Stream.of(encryption, servicePath) : Stream.of(encryption, servicePath, policy);
    }
}
