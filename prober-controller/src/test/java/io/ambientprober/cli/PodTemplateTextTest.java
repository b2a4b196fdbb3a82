package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.cluster.PodTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

final class PodTemplateTextTest {
    private static PodTemplate read(String json) {
        return new PodTemplateText().convert(json.replace('\'', '"'));
    }

    @Test
    void readsWhatAPodHas() {
        PodTemplate template = read("""
                {'labels': {'team': 'mesh'}, 'imagePullSecrets': [{'name': 'registry'}],
                'resources': {'limits': {'cpu': '2', 'memory': '1Gi'}}, 'tolerations': [{'key': 'gpu', 'operator': 'Exists'}],
                'securityContext': {'supplementalGroups': [4000], 'seLinuxOptions': {'level': 's0:c1,c2'}}}""");

        assertThat(template.labels()).containsEntry("team", "mesh");
        assertThat(template.tolerations()).singleElement().extracting("key").isEqualTo("gpu");
        assertThat(template.priorityClassName()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'label': {}} | 'label' is not a part of it; those are [",
                "{'labels': 3} | labels: not what a pod has there",
                "{'resources': {'limits': [1]}} | resources.limits: not what a pod has there",
                "[1] | not what a pod has there",
                "x | not a mapping",
                "{'labels': {'istio.io/dataplane-mode': 'none'}} | labels: istio.io/dataplane-mode would change",
                "{'labels': {'app.kubernetes.io/name': 'x'}} | labels: app.kubernetes.io/name is the prober's own",
                "{'annotations': {'ambient.istio.io/redirection': 'disabled'}} | annotations: ambient.istio.io/redirection would",
                "{'annotations': {'k8s.v1.cni.cncf.io/networks': 'other'}} | annotations: k8s.v1.cni.cncf.io/networks would",
                "{'labels': {'io.cilium/mtls-enabled': 'false'}} | labels: io.cilium/mtls-enabled would",
                "{'nodeSelector': {'kubernetes.io/os': 'windows'}} | nodeSelector: the prober's pods run on linux only",
                "{'nodeSelector': {'zone': null}} | nodeSelector: zone has no value",
                "{'labels': {'team': null}} | labels: team has no value",
                "{'tolerations': [null]} | tolerations: one has no value",
                "{'resources': {'requests': {'cpu': null}}} | resources: cpu has no value",
                "{'resources': {'limits': {'memory': '128Mi'}}} | resources: a memory limit below 256Mi",
                "{'resources': {'limits': {'cpu': 'much'}}} | resources: 'much' is not an amount",
                "{'resources': {'claims': [{'name': 'gpu'}]}} | resources: the prober's pods claim no devices",
                "{'resources': {'limit': {}}} | resources: [limit]",
                "{'securityContext': {'runAsNonRoot': false}} | securityContext: runAsNonRoot is the prober's own",
                "{'securityContext': {'runAsUser': 0}} | securityContext: canaries do not run as root",
                "{'securityContext': {'seccompProfile': {'type': 'Unconfined'}}} | securityContext: seccompProfile is",
                "{'securityContext': {'sysctls': [{'name': 'a', 'value': 'b'}]}} | securityContext: sysctls is",
                "{'securityContext': {'privileged': true}} | securityContext: [privileged]",
            })
    void refusesWhatTakesAwayAProof(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("\n");
    }
}
