package io.ambientprober.cluster.causes;

import io.ambientprober.cluster.causes.Fact.Malformed;
import io.ambientprober.cluster.causes.Fact.Unreadable;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies of the network that may refuse what one pod sends to another. */
public final class EgressPolicies {
    private EgressPolicies() {}

    /**
     * In words, which do; or that they could not be read. Nothing where they were read and let HBONE through.
     *
     * @param scope whose first place sends to its second
     * @param timeout for all that is read
     */
    public static Optional<String> refusing(KubernetesClient client, Scope scope, Duration timeout) {
        try (Reads reads = new Reads(timeout)) {
            ClusterFacts facts = new FactsReader(client, reads).read(scope);
            Optional<String> unread = Stream.of(
                            facts.networkPolicies(), facts.ciliumPolicies(), facts.ciliumClusterwidePolicies())
                    .flatMap(EgressPolicies::unread)
                    .findFirst();
            return unread.isPresent() ? unread : refusing(facts);
        }
    }

    private static Stream<String> unread(Fact<?> fact) {
        return switch (fact) {
            case Unreadable<?> unreadable ->
                Stream.of(unreadable.what() + " could not be read (" + unreadable.why() + ")");
            case Malformed<?> malformed -> Stream.of(malformed.what() + " is not what it should be");
            case Fact.Present<?> _, Fact.Absent<?> _ -> Stream.of();
        };
    }

    private static Optional<String> refusing(ClusterFacts facts) {
        try {
            List<PortPolicy> refusing = PolicyRules.egress(facts);
            return refusing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("what the pod sends to the prober's server is not allowed by "
                            + PolicyRules.names(refusing));
        } catch (MalformedException e) {
            return Optional.of("policies of the network are not what they should be: " + e.getMessage());
        }
    }
}
