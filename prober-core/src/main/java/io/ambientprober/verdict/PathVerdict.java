package io.ambientprober.verdict;

import io.ambientprober.plan.ProbePath;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rulings on one path.
 *
 * @param policy null where the run had put no policies in force
 */
public record PathVerdict(
        ProbePath path,
        Ruling<EncryptionReason> encryption,
        Ruling<ServicePathReason> servicePath,
        @Nullable Ruling<PolicyReason> policy)
        implements Ruled {
    @Override
    public String id() {
        return path.id();
    }

    @Override
    public String name() {
        return path.name();
    }

    @Override
    public Stream<Ruling<?>> rulings() {
        return policy == null ? Stream.of(encryption, servicePath) : Stream.of(encryption, servicePath, policy);
    }

    /** The same verdict, with more findings about its encryption. */
    public PathVerdict beside(List<String> more) {
        List<String> findings =
                Stream.concat(encryption.findings().stream(), more.stream()).toList();
        return new PathVerdict(path, new Ruling<>(encryption.reason(), findings), servicePath, policy);
    }
}
