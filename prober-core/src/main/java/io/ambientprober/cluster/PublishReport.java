package io.ambientprober.cluster;

import io.ambientprober.report.PolicyReport;
import io.ambientprober.report.PolicyReport.Api;
import io.ambientprober.report.Report;
import io.ambientprober.report.VerdictLine;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a report where people of a cluster look for one: as a policy report, in the first of its APIs that is installed, and as an Event.
 * The object of an earlier report is overwritten, an Event goes by itself after an hour.
 */
public final class PublishReport {
    /** An Event's note has at most 1 kB (events.k8s.io/v1); this many characters have less in any alphabet. */
    private static final int MAX_NOTE = 330;

    /** With microseconds, as MicroTime wants them (k8s.io/apimachinery, meta/v1). */
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Cluster cluster;
    private final String namespace;

    public PublishReport(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /**
     * Writes both.
     *
     * @param now for the Event
     * @return what was written, in words
     */
    public List<String> call(Report report, Instant now) throws SiteException {
        List<String> written = new ArrayList<>();
        Api api = installed();
        if (api != null) {
            written.add(apply(PolicyReport.of(report, api, Labels.PROBER).toString()));
        }
        Event event = event(report, now);
        cluster.ask(
                "create an Event in namespace " + namespace,
                () -> client().resource(event).create());
        written.add("Event " + event.getReason() + " in namespace " + namespace);
        return written;
    }

    private @Nullable Api installed() throws SiteException {
        for (Api api : Api.values()) {
            APIResourceList resources = cluster.ask(
                    "ask for the API " + api.group(),
                    () -> client().getApiResources(api.group() + "/" + api.version()));
            if (resources != null
                    && resources.getResources().stream()
                            .map(APIResource::getName)
                            .anyMatch(api.plural()::equals)) {
                return api;
            }
        }
        return null;
    }

    private String apply(String json) throws SiteException {
        GenericKubernetesResource object =
                client().getKubernetesSerialization().unmarshal(json, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        String what = Cluster.describe(object);
        cluster.ask(
                "write " + what,
                () -> client().resource(object)
                        .fieldManager(Labels.PROBER)
                        .forceConflicts()
                        .serverSideApply());
        return what;
    }

    private Event event(Report report, Instant now) {
        String reason = switch (report.run()) {
            case PASS -> "EncryptionProved";
            case FAIL -> "EncryptionFailed";
            case INCONCLUSIVE -> "EncryptionNotProved";
        };
        String type = switch (report.run()) {
            case PASS -> "Normal";
            case FAIL, INCONCLUSIVE -> "Warning";
        };
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(Labels.PROBER + "-")
                .withNamespace(namespace)
                .withLabels(Labels.common())
                .endMetadata()
                .withEventTime(new MicroTime(MICROSECONDS.format(now)))
                .withReportingController("ambient-prober.io/prober")
                .withReportingInstance(Labels.PROBER)
                .withAction("Probe")
                .withReason(reason)
                .withType(type)
                .withNewRegarding()
                .withApiVersion("v1")
                .withKind("Namespace")
                .withName(namespace)
                .withNamespace(namespace)
                .endRegarding()
                .withNote(note(VerdictLine.of(report)))
                .build();
    }

    private static String note(String line) {
        return line.length() <= MAX_NOTE ? line : line.substring(0, MAX_NOTE - 3) + "...";
    }

    private KubernetesClient client() {
        return cluster.client();
    }
}
