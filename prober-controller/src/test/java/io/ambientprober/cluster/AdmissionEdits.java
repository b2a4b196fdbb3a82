package io.ambientprober.cluster;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.InventorySamples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Single edits of what the prober makes, each of which the API server itself would let through, and what refuses them. */
public final class AdmissionEdits {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of agents, canaries, pods of a run, all that runs pods; or of what runs none. */
    private enum Of implements Predicate<Sample> {
        ALL,
        AGENTS,
        CANARIES,
        PODS,
        SERVICES,
        SECRETS,
        POLICIES;

        @Override
        public boolean test(Sample made) {
            return switch (this) {
                case ALL -> made.runsPods();
                case AGENTS -> made.isAgent();
                case CANARIES -> made.runsPods() && !made.isAgent();
                case PODS -> made.isPod();
                case SERVICES -> made.resource().equals("services");
                case SECRETS -> made.resource().equals("secrets");
                case POLICIES -> made.resource().equals("authorizationpolicies");
            };
        }
    }

    private record Change(String pointer, String value) {}

    /** @param changes JSON pointers from the object or its pod template on, and what is put there; an empty text removes it */
    private record Edit(Of of, List<Change> changes, String message) {}

    private static final String CONTAINER = "/spec/containers/0";
    private static final String CONTEXT = CONTAINER + "/securityContext";
    private static final String BUILDS = "the prober builds no pod with ";
    private static final String OWN = "no group of root's, and no SELinux type of their own";
    private static final String REACHED = "no Service that can be reached from outside";
    private static final String CHOSEN = "Services and policies are of canaries";
    private static final String KEY = "no Secret but the key";
    private static final String NONE = "";

    private static final List<Edit> EDITS = List.of(
            field("/spec/hostPID", "true"),
            field("/spec/hostIPC", "true"),
            field("/spec/shareProcessNamespace", "true"),
            field("/spec/nodeName", "'node'"),
            field("/spec/subdomain", "'payments'"),
            field("/spec/hostAliases", "[{'ip':'10.0.0.1','hostnames':['payments']}]"),
            field("/spec/dnsConfig", "{'nameservers':['10.0.0.1']}"),
            field("/spec/initContainers", "[{'name':'first','image':'ambient-prober:1'}]"),
            field("/spec/resourceClaims", "[{'name':'gpu','resourceClaimName':'gpu'}]"),
            edit(Of.CANARIES, BUILDS + "hostUsers", change("/spec/hostUsers", "false")),
            field(CONTAINER + "/envFrom", "[{'secretRef':{'name':'passwords'}}]"),
            field(CONTAINER + "/lifecycle", "{'preStop':{'httpGet':{'host':'169.254.169.254','port':80}}}"),
            field(CONTAINER + "/livenessProbe", "{'httpGet':{'host':'169.254.169.254','port':80}}"),
            field(CONTAINER + "/startupProbe", "{'tcpSocket':{'host':'169.254.169.254','port':80}}"),
            field(CONTAINER + "/stdin", "true"),
            field(CONTAINER + "/workingDir", "'/'"),
            edit(
                    Of.ALL,
                    BUILDS + "privileged",
                    change(CONTEXT + "/privileged", "true"),
                    change(CONTEXT + "/allowPrivilegeEscalation", "true")),
            edit(Of.CANARIES, "canaries do not run as root", change(CONTEXT + "/runAsUser", "0")),
            edit(Of.CANARIES, "canaries do not run as root", change(CONTEXT + "/runAsNonRoot", "false")),
            edit(Of.AGENTS, "agents run as their pod says", change(CONTEXT + "/runAsUser", "1000")),
            edit(Of.AGENTS, "agents run as their pod says", change(CONTEXT + "/runAsNonRoot", "false")),
            field(CONTEXT + "/runAsGroup", "0"),
            field(CONTEXT + "/seccompProfile", "{'type':'Unconfined'}"),
            field(CONTEXT + "/appArmorProfile", "{'type':'Unconfined'}"),
            field(CONTEXT + "/seLinuxOptions", "{'type':'spc_t'}"),
            edit(
                    Of.CANARIES,
                    BUILDS + "hostUsers, procMount",
                    change("/spec/hostUsers", "false"),
                    change(CONTEXT + "/procMount", "'Unmasked'")),
            field("/spec/securityContext/appArmorProfile", "{'type':'Unconfined'}"),
            edit(Of.ALL, OWN, change("/spec/securityContext/seLinuxOptions", "{'type':'spc_t'}")),
            edit(Of.ALL, OWN, change("/spec/securityContext/seLinuxOptions", "{'level':'s0','role':'sysadm_r'}")),
            field("/spec/securityContext/sysctls", "[{'name':'kernel.shm_rmid_forced','value':'0'}]"),
            field("/spec/securityContext/supplementalGroups", "[0]"),
            edit(Of.ALL, OWN, change("/spec/securityContext/fsGroup", "0")),
            field("/spec/securityContext/runAsGroup", "0"),
            edit(
                    Of.ALL,
                    "the prober's pods have one container",
                    change("/spec/containers/-", "{'name':'other','image':'ambient-prober:1'}")),
            edit(
                    Of.ALL,
                    "the image is evil.example/ambient-prober, this policy allows ",
                    change(CONTAINER + "/image", "'evil.example/ambient-prober'")),
            edit(Of.ALL, "the command is not the prober's", change(CONTAINER + "/command", "['/bin/sh']")),
            edit(Of.ALL, "the command is not the prober's", change(CONTAINER + "/command", NONE)),
            edit(
                    Of.ALL,
                    "no variable but TMPDIR",
                    change(CONTAINER + "/env/-", "{'name':'JAVA_TOOL_OPTIONS','value':'-version'}")),
            edit(
                    Of.ALL,
                    "no variable but TMPDIR",
                    change(
                            CONTAINER + "/env",
                            "[{'name':'TMPDIR','valueFrom':{'secretKeyRef':{'name':'passwords','key':'key'}}}]")),
            edit(Of.ALL, "no token of a service account", change("/spec/automountServiceAccountToken", "true")),
            edit(Of.ALL, "no token of a service account", change("/spec/automountServiceAccountToken", NONE)),
            volume("{'hostPath':{'path':'/'}}"),
            volume("{'secret':{'secretName':'passwords'}}"),
            volume("{'configMap':{'name':'settings'}}"),
            volume("{'downwardAPI':{'items':[{'path':'name','fieldRef':{'fieldPath':'metadata.name'}}]}}"),
            volume("{'projected':{'sources':[{'serviceAccountToken':{'path':'token'}}]}}"),
            volume("{'persistentVolumeClaim':{'claimName':'data'}}"),
            volume("{'nfs':{'server':'10.0.0.1','path':'/'}}"),
            volume("{'csi':{'driver':'secrets-store.csi.k8s.io'}}"),
            volume("{'image':{'reference':'evil.example/tools'}}"),
            edit(
                    Of.AGENTS,
                    "the service account is not one of the prober's",
                    change("/spec/serviceAccountName", "'ambient-prober'")),
            edit(
                    Of.CANARIES,
                    "the service account is not one of the prober's",
                    change("/spec/serviceAccountName", "'payments'")),
            edit(Of.AGENTS, "agents, and they alone", change("/spec/hostNetwork", NONE)),
            edit(Of.CANARIES, "agents, and they alone", change("/spec/hostNetwork", "true")),
            capabilities(Of.ALL, "{'drop':['ALL'],'add':['SYS_ADMIN']}"),
            capabilities(Of.ALL, "{'drop':['ALL'],'add':['NET_RAW','NET_ADMIN']}"),
            capabilities(Of.ALL, "{'drop':['MKNOD']}"),
            capabilities(Of.ALL, NONE),
            capabilities(Of.CANARIES, "{'drop':['ALL'],'add':['NET_RAW']}"),
            edit(Of.ALL, "no privilege escalation", change(CONTEXT + "/allowPrivilegeEscalation", "true")),
            edit(Of.ALL, "no privilege escalation", change(CONTEXT + "/allowPrivilegeEscalation", NONE)),
            edit(Of.ALL, "the root filesystem is read-only", change(CONTEXT + "/readOnlyRootFilesystem", "false")),
            edit(Of.ALL, "the root filesystem is read-only", change(CONTEXT + "/readOnlyRootFilesystem", NONE)),
            seccomp("{'type':'Unconfined'}"),
            seccomp("{'type':'Localhost','localhostProfile':'open.json'}"),
            seccomp(NONE),
            edit(Of.CANARIES, "canaries do not run as root", change("/spec/securityContext/runAsNonRoot", "false")),
            edit(
                    Of.CANARIES,
                    "canaries do not run as root",
                    change("/spec/securityContext/runAsNonRoot", NONE),
                    change("/spec/securityContext/runAsUser", "0")),
            edit(
                    Of.ALL,
                    "no port of the node",
                    change(CONTAINER + "/ports", "[{'containerPort':10250,'hostPort':10250}]")),
            edit(Of.AGENTS, "readiness is asked", change(CONTAINER + "/readinessProbe", "{'httpGet':{'port':10248}}")),
            edit(
                    Of.CANARIES,
                    "readiness is asked",
                    change(CONTAINER + "/readinessProbe", "{'httpGet':{'host':'169.254.169.254','port':80}}")),
            edit(
                    Of.CANARIES,
                    "readiness is asked",
                    change(CONTAINER + "/readinessProbe", "{'exec':{'command':['/bin/sh']}}")),
            edit(Of.ALL, "no priority of the system's", change("/spec/priorityClassName", "'system-node-critical'")),
            edit(Of.PODS, "a pod of a run has an end of its own", change("/spec/activeDeadlineSeconds", NONE)),
            edit(Of.ALL, "no labels but the prober's own", change("/metadata/labels/app", "'payments'")),
            edit(
                    Of.ALL,
                    "no labels but the prober's own",
                    change("/metadata/labels/app.kubernetes.io~1name", "'payments'")),
            edit(
                    Of.ALL,
                    "no annotations but the prober's own",
                    change("/metadata/annotations", "{'io.kubernetes.cri-o.Devices':'/dev/sda'}")),
            edit(Of.SERVICES, REACHED, change("/spec/externalIPs", "['192.0.2.1']")),
            edit(Of.SERVICES, REACHED, change("/spec/type", "'NodePort'"), change("/spec/clusterIP", NONE)),
            edit(Of.SERVICES, REACHED, change("/spec/type", "'LoadBalancer'"), change("/spec/clusterIP", NONE)),
            edit(Of.SERVICES, CHOSEN, change("/spec/selector", "{'app':'payments'}")),
            edit(Of.SERVICES, CHOSEN, change("/spec/selector", NONE)),
            edit(Of.POLICIES, CHOSEN, change("/spec/selector", NONE)),
            edit(Of.POLICIES, CHOSEN, change("/spec/selector", "{'matchLabels':{'app':'payments'}}")),
            edit(Of.SECRETS, KEY, change("/metadata/name", "'other'")),
            edit(Of.SECRETS, KEY, change("/type", "'Opaque'")));

    /** What OpenShift's own admission writes into a pod (openshift/apiserver-library-go, sccmatching), and into one of restricted-v2. */
    private static final List<Edit> OPENSHIFT = List.of(
            throughOpenShift(Of.AGENTS, "ambient-prober-agent"),
            throughOpenShift(
                    Of.CANARIES,
                    "restricted-v2",
                    change(CONTEXT + "/runAsUser", "1000740000"),
                    change(CONTEXT + "/runAsNonRoot", "true")));

    private AdmissionEdits() {}

    private static Edit throughOpenShift(Of of, String constraints, Change... more) {
        List<Change> changes = new ArrayList<>(List.of(
                change(
                        "/metadata/annotations",
                        "{'openshift.io/scc':'" + constraints
                                + "','security.openshift.io/validated-scc-subject-type':'user'}"),
                change("/spec/securityContext/fsGroup", "1000740000"),
                change("/spec/securityContext/seLinuxOptions", "{'level':'s0:c27,c19'}")));
        changes.addAll(List.of(more));
        return new Edit(of, changes, "");
    }

    /** Pods as they come out of OpenShift's own admission. */
    static List<Sample> throughOpenShift(List<Sample> inventory) {
        List<Sample> pods = new ArrayList<>();
        for (Edit edit : OPENSHIFT) {
            inventory.stream().filter(edit.of()).map(made -> edited(edit, made)).forEach(pods::add);
        }
        return pods;
    }

    private static Sample edited(Edit edit, Sample made) {
        Sample copy = made.copy();
        edit.changes().forEach(change -> apply(change, template(copy)));
        return copy;
    }

    /** @param message what it is refused with, or the beginning of it */
    public record Edited(String what, Sample made, String message) {
        @Override
        public String toString() {
            return made.component() + ": " + what;
        }
    }

    /** Every edit of every object that it can be made of. */
    public static List<Edited> of(List<Sample> inventory) {
        List<Edited> edited = new ArrayList<>();
        for (Edit edit : EDITS) {
            for (Sample made : inventory) {
                if (edit.of().test(made)) {
                    edited.add(new Edited(edit.changes().toString(), edited(edit, made), edit.message()));
                }
            }
        }
        return edited;
    }

    /** The template of pods, or the object itself. */
    private static ObjectNode template(Sample made) {
        return made.object().at("/spec/template") instanceof ObjectNode template ? template : made.object();
    }

    private static void apply(Change change, ObjectNode template) {
        JsonPointer pointer = JsonPointer.compile(change.pointer());
        JsonNode parent = template.at(pointer.head());
        String name = pointer.last().getMatchingProperty();
        if (parent instanceof ArrayNode list) {
            list.add(json(change.value()));
        } else if (change.value().isEmpty()) {
            ((ObjectNode) parent).remove(name);
        } else {
            ((ObjectNode) parent).set(name, json(change.value()));
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Change change(String pointer, String value) {
        return new Change(pointer, value);
    }

    private static Edit edit(Of of, String message, Change... changes) {
        return new Edit(of, List.of(changes), message);
    }

    private static Edit field(String pointer, String value) {
        return edit(Of.ALL, BUILDS + pointer.substring(pointer.lastIndexOf('/') + 1), change(pointer, value));
    }

    private static Edit volume(String source) {
        return edit(
                Of.ALL, "no volume but emptyDir", change("/spec/volumes/-", "{'name':'other'," + source.substring(1)));
    }

    private static Edit capabilities(Of of, String value) {
        return edit(of, "all capabilities are dropped", change(CONTEXT + "/capabilities", value));
    }

    private static Edit seccomp(String value) {
        return edit(
                Of.ALL, "the seccomp profile is RuntimeDefault", change("/spec/securityContext/seccompProfile", value));
    }
}
