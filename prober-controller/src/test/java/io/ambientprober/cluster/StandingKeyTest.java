package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.peer.Credentials;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StandingKeyTest {
    private final SimulatedApi api = new SimulatedApi();
    private final StandingKey key = new StandingKey(api.cluster());

    @AfterEach
    void close() {
        api.close();
    }

    private List<Secret> secrets() {
        return api.client().secrets().inAnyNamespace().list().getItems();
    }

    @Test
    void isMadeOnceInTheProbersOwnNamespace() throws SiteException {
        Credentials made = key.get();
        api.cluster().create(StandingKey.secret(ControllerKey.of(made)));

        assertThat(key.get().fingerprint()).isEqualTo(made.fingerprint());
        assertThat(secrets()).singleElement().satisfies(secret -> {
            assertThat(secret.getMetadata().getNamespace()).isEqualTo(ClusterOptions.CONTROL_NAMESPACE);
            assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
            assertThat(secret.getMetadata().getLabels()).containsEntry(Labels.STANDING, "true");
        });
    }

    @Test
    void saysThatTheSecretHoldsNone() {
        api.client()
                .resource(new SecretBuilder()
                        .withMetadata(StandingObjects.metadata(ClusterOptions.CONTROL_NAMESPACE))
                        .withData(Map.of("token", "c2VjcmV0"))
                        .build())
                .create();

        assertThatThrownBy(key::get)
                .isInstanceOf(SiteException.class)
                .hasMessage("Secret ambient-prober/ambient-prober-standing holds no key of standing canaries; remove it"
                        + " and them with prober cleanup --standing");
    }

    /** What a tenant could read of a pod is a fingerprint, and no more. */
    @Test
    void noPodIsGivenASecret() throws SiteException {
        PodRecipe recipe = new PodRecipe(TestOptions.of(new NodeChoice(List.of(), "", 10)));
        String fingerprint = key.get().fingerprint().hex();

        for (PodSpec pod : List.of(
                recipe.agent("node", fingerprint),
                recipe.standing("account", fingerprint),
                recipe.server("node", null, fingerprint, new RunScope("ap-abcdefghij")),
                recipe.client("node", null, fingerprint, new RunScope("ap-abcdefghij")))) {
            assertThat(pod.getVolumes())
                    .allSatisfy(volume -> assertThat(volume.getEmptyDir()).isNotNull());
            assertThat(pod.getContainers()).allSatisfy(container -> {
                assertThat(container.getEnvFrom()).isEmpty();
                assertThat(container.getEnv())
                        .allSatisfy(env -> assertThat(env.getValueFrom()).isNull());
            });
        }
    }

    /** On a node's network anybody may answer a probe. */
    @Test
    void nothingAsksWhetherAnAgentIsReady() {
        PodRecipe recipe = new PodRecipe(TestOptions.of(new NodeChoice(List.of(), "", 10)));

        assertThat(recipe.agent("node", "0").getContainers()).allSatisfy(container -> {
            assertThat(container.getReadinessProbe()).isNull();
            assertThat(container.getLivenessProbe()).isNull();
            assertThat(container.getStartupProbe()).isNull();
        });
    }
}
