package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.cluster.AdmissionPolicies.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the component {@code admission} lets the prober change and delete of what is there. */
final class AdmissionChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGE = "registry.example/ambient-prober@sha256:" + "0".repeat(64);
    private static final String STANDING =
            "{'metadata':{'labels':{'ambient-prober.io/standing':'true'}},'spec':{'containers':[{'image':'a'}]}}";
    private static final String CONFINED = "{'allowPrivilegeEscalation':false,'capabilities':{'drop':['ALL']},"
            + "'readOnlyRootFilesystem':true,'runAsNonRoot':true,'seccompProfile':{'type':'RuntimeDefault'}}";
    private static final String EPHEMERAL = "{'spec':{'ephemeralContainers':[{'name':'canary','image':'" + IMAGE
            + "','command':['/opt/prober/bin/prober-agent'],'args':['canary-once'],'resources':{},'securityContext':"
            + CONFINED + "}]}}";

    private final AdmissionPolicies policies = AdmissionPolicies.ofComponent(IMAGE);

    private Optional<String> update(String resource, String before, String after) {
        return policies.refusal(
                AdmissionPolicies.ACCOUNT, new Request("UPDATE", "", resource, "shop", json(after), json(before)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'standing':'true' | 'standing':'true','ambient-prober.io/node':'a' |",
                "'standing':'true','ambient-prober.io/node':'a' | 'standing':'true','ambient-prober.io/node':'b' |",
                "'standing':'true' | 'standing':'true','app':'payments' | changes no label",
                "'standing':'true','a':'b' | 'standing':'true' | changes no label",
                "'standing':'true','a':'b' | 'standing':'true','a':'c' | changes no label",
                "'app':'payments' | 'app':'payments','ambient-prober.io/node':'a' | no pod but its standing canaries",
                "'app':'payments' | 'app':'payments','standing':'true' | no pod but its standing canaries",
            })
    void labels(String before, String after, @Nullable String message) {
        String pod = "{'metadata':{'labels':{%s}},'spec':{}}";

        assertRefused(
                update(
                        "pods",
                        pod.formatted(before.replace("standing", Labels.STANDING)),
                        pod.formatted(after.replace("standing", Labels.STANDING))),
                message);
    }

    private static void assertRefused(Optional<String> refusal, @Nullable String message) {
        if (message == null) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).hasValueSatisfying(text -> assertThat(text).contains(message));
        }
    }

    @Test
    void nothingThatAPodRuns() {
        assertRefused(
                update("pods", STANDING, STANDING.replace("'image':'a'", "'image':'b'")), "nothing of what a pod runs");
        assertRefused(
                update("pods", STANDING, STANDING.replace("'labels'", "'annotations':{'a':'b'},'labels'")),
                "no annotation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'x' | 'x' |",
                "'args' | 'targetContainerName':'app','args' | no such ephemeral container",
                "'args' | 'volumeMounts':[{'name':'token','mountPath':'/t'}],'args' | no such ephemeral container",
                "'args' | 'env':[],'args' | no such ephemeral container",
                "@sha256 | :latest@sha256 | the image is not the one",
                "registry.example | evil.example | the image is not the one",
                "'/opt/prober/bin/prober-agent' | '/bin/sh' | the command",
                "'allowPrivilegeEscalation':false | 'allowPrivilegeEscalation':true | confined",
                "'allowPrivilegeEscalation':false, | | confined",
                "'drop':['ALL'] | 'drop':['ALL'],'add':['NET_RAW'] | confined",
                "'runAsNonRoot':true | 'runAsNonRoot':false | confined",
                "'runAsNonRoot':true | 'runAsNonRoot':true,'runAsUser':65532 |",
                "'runAsNonRoot':true | 'runAsNonRoot':true,'privileged':true | confined",
                "'readOnlyRootFilesystem':true, | | confined",
                "RuntimeDefault | Unconfined | confined",
                "'spec':{ | 'spec':{'shareProcessNamespace':true, | processes",
            })
    void ephemeralContainers(String what, @Nullable String instead, @Nullable String message) {
        String edited = EPHEMERAL.replace(what, instead == null ? "" : instead);

        assertRefused(update("pods/ephemeralcontainers", "{'spec':{}}", edited), message);
    }

    /** Somebody's own debugging is there already, and none of the prober's. */
    @Test
    void ephemeralContainersOfOthersMayStay() {
        String theirs = "{'spec':{'ephemeralContainers':[{'name':'debug','image':'busybox'}]}}";
        String both = EPHEMERAL.replace("[{'name'", "[{'name':'debug','image':'busybox'},{'name'");

        assertRefused(update("pods/ephemeralcontainers", theirs, both), null);
    }

    @Test
    void anImageByItsTagIsNoneForThePodsOfOthers() {
        AdmissionPolicies byTag = AdmissionPolicies.ofComponent("ambient-prober:1");
        JsonNode pod = json(EPHEMERAL.replace(IMAGE, "ambient-prober:1"));

        assertRefused(
                byTag.refusal(
                        AdmissionPolicies.ACCOUNT,
                        new Request("UPDATE", "", "pods/ephemeralcontainers", "shop", pod, json("{'spec':{}}"))),
                "by digest");
    }

    @ParameterizedTest
    @CsvSource({
        "configmaps, '', istio-ca-root-cert, nothing but its own",
        "pods, '', payments, nothing but its own",
        "pods, '', ambient-prober,",
        "authorizationpolicies, security.istio.io, '', nothing but its own",
        "authorizationpolicies, security.istio.io, ambient-prober,",
    })
    void deletesItsOwn(String resource, String group, String name, @Nullable String message) {
        JsonNode object = json("{'metadata':{'labels':{'app.kubernetes.io/name':'" + name + "'}}}");

        assertRefused(
                policies.refusal(
                        AdmissionPolicies.ACCOUNT, new Request("DELETE", group, resource, "shop", null, object)),
                message);
    }

    @Test
    void deletesNothingWithoutLabels() {
        assertRefused(
                policies.refusal(
                        AdmissionPolicies.ACCOUNT,
                        new Request("DELETE", "", "pods", "shop", null, json("{'metadata':{}}"))),
                "nothing but its own");
    }

    @ParameterizedTest
    @CsvSource({"CREATE, batch, jobs", "CREATE, apps, deployments", "CONNECT, '', pods/exec"})
    void startsNothingElse(String operation, String group, String resource) {
        assertRefused(
                policies.refusal(
                        AdmissionPolicies.ACCOUNT, new Request(operation, group, resource, "shop", json("{}"), null)),
                "no such workload");
    }
}
