package io.ambientprober.cluster.causes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.ApiStub;
import io.ambientprober.statement.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reader against an API server that refuses, lacks, garbles and never answers. */
class FactsReaderTest {
    private static final String GROUPS = """
            {"kind": "APIGroupList", "apiVersion": "v1", "groups": [%s]}""";
    private static final String EMPTY = "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"metadata\": {}, \"items\": []}";
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void readsWhatIsThereAndMissesNothingThatIsNotServed() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer("/apis", 200, GROUPS.formatted(group("security.istio.io")));
            api.answer("/api/v1/namespaces/probe-a", 200, namespace("probe-a"));
            api.answer("/api/v1/namespaces/probe-b", 200, namespace("probe-b"));
            api.answer(
                    "/api/v1/namespaces/kube-system/configmaps/cilium-config",
                    200,
                    "{\"kind\": \"ConfigMap\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"cilium-config\"}, \"data\": {\"bpf-lb-sock\": \"true\"}}");
            api.answer("/api/v1/pods", 200, EMPTY);
            api.answerOthers(200, EMPTY);

            assertThat(survey(api, LONG))
                    .extracting(Cause::id)
                    .containsExactly("ztunnel", "istio-cni", "socket-lb", "mtls-permissive");
            assertThat(api.asked()).noneMatch(path -> path.contains("cilium.io") || path.contains("projectcalico"));
        }
    }

    @Test
    void aMissingRightIsSaidAndNamed() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer("/apis", 200, GROUPS.formatted(group("cilium.io") + "," + group("security.istio.io")));
            api.answerOthers(403, status(403));

            List<Cause> causes = survey(api, LONG);

            assertThat(causes).extracting(Cause::id).containsOnly("unreadable");
            assertThat(causes)
                    .extracting(Cause::remedy)
                    .contains(
                            "grant get configmaps in kube-system, or look at it yourself",
                            "grant list peerauthentications in probe-a, or look at it yourself",
                            "grant list pods in all namespaces, or look at it yourself");
        }
    }

    @Test
    void withoutCiliumItsConfigIsNotMissed() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer("/apis", 200, GROUPS.formatted(group("apps")));
            api.answerOthers(403, status(403));

            assertThat(survey(api, LONG)).extracting(Cause::readFrom).noneMatch(from -> from.contains("cilium-config"));
        }
    }

    @Test
    void findsTheSettingsOfCiliumBesideItsAgents() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer("/apis", 200, GROUPS.formatted(group("cilium.io")));
            api.answer(
                    "/api/v1/pods",
                    200,
                    EMPTY.replace(
                            "[]",
                            "[{\"kind\": \"Pod\", \"metadata\": {\"name\": \"cilium-1\", \"namespace\": \"cilium\"}, \"spec\": {}}]"));
            api.answer(
                    "/api/v1/namespaces/cilium/configmaps/cilium-config",
                    200,
                    "{\"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"cilium-config\", \"namespace\": \"cilium\"}, \"data\": {\"bpf-lb-sock\": \"on\"}}");
            api.answerOthers(404, status(404));

            assertThat(survey(api, LONG))
                    .extracting(Cause::summary)
                    .anyMatch(summary ->
                            summary.startsWith("ConfigMap cilium/cilium-config: bpf-lb-sock is not true or false: on"));
        }
    }

    /** As while its resources move from one group to the other. */
    @Test
    void findsTheSettingsOfCalicoInEitherGroup() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer(
                    "/apis", 200, GROUPS.formatted(group("crd.projectcalico.org") + "," + group("projectcalico.org")));
            api.answer(
                    "/apis/projectcalico.org/v3/felixconfigurations/default",
                    200,
                    "{\"apiVersion\": \"projectcalico.org/v3\", \"kind\": \"FelixConfiguration\", \"metadata\": {\"name\": \"default\"}, \"spec\": {\"bpfEnabled\": true}}");
            api.answerOthers(404, status(404));

            assertThat(survey(api, LONG)).extracting(Cause::id).containsExactly("calico-connect-time-lb");
        }
    }

    @Test
    void garbageIsSaid() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answerOthers(200, "<html>");

            assertThat(survey(api, LONG))
                    .isNotEmpty()
                    .allSatisfy(cause -> assertThat(cause.summary()).contains("no answer that can be understood"));
        }
    }

    @Test
    void anApiServerThatNeverAnswersEndsWithTheTime() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answerNever();

            assertThat(survey(api, Duration.ofMillis(300)))
                    .isNotEmpty()
                    .allSatisfy(cause -> assertThat(cause.summary()).contains("no answer within"));
        }
    }

    private static List<Cause> survey(ApiStub api, Duration timeout) {
        try (var client = api.client()) {
            return Causes.survey(client, FactsFile.SCOPE, timeout);
        }
    }

    private static String group(String name) {
        return "{\"name\": \"" + name + "\", \"versions\": []}";
    }

    private static String namespace(String name) {
        return "{\"kind\": \"Namespace\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"" + name
                + "\", \"labels\": {\"istio.io/dataplane-mode\": \"ambient\"}}}";
    }

    private static String status(int code) {
        return "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": " + code + "}";
    }
}
