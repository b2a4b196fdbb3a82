package io.ambientprober.cluster.publish;

import io.ambientprober.cluster.Cluster;
import io.ambientprober.cluster.Labels;
import io.ambientprober.report.export.PolicyReport;
import io.ambientprober.report.export.PolicyReport.Api;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.VerdictLine;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
 * Leaves a report where people of a cluster look for one: whole in a ConfigMap, as a policy report in the first of its APIs that is
 * installed, and as an Event. The objects of an earlier report are overwritten, an Event goes by itself after an hour.
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

    /** One way of leaving it. */
    private interface Way {
        @Nullable
        String write() throws SiteException;
    }

    /**
     * Writes all of them; one that is refused does not keep the others from being written.
     *
     * @param now for the Event
     * @return what was written, in words
     */
    public List<String> call(Report report, Instant now) throws SiteException {
        List<String> written = new ArrayList<>();
        SiteException failure = null;
        for (Way way : List.<Way>of(() -> kept(report), () -> policyReport(report), () -> event(report, now))) {
            try {
                String what = way.write();
                if (what != null) {
                    written.add(what);
                }
            } catch (SiteException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return written;
    }

    private String kept(Report report) throws SiteException {
        return apply(KeptReport.of(report, namespace));
    }

    private @Nullable String policyReport(Report report) throws SiteException {
        Api api = installed();
        if (api == null) {
            return null;
        }
        GenericKubernetesResource object = client().getKubernetesSerialization()
                .unmarshal(PolicyReport.of(report, api, Labels.PROBER).toString(), GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        return apply(object);
    }

    private String event(Report report, Instant now) throws SiteException {
        Event event = asEvent(report, now);
        cluster.ask(
                "create an Event in namespace " + namespace,
                () -> client().resource(event).create());
        return "Event " + event.getReason() + " in namespace " + namespace;
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

    private String apply(HasMetadata object) throws SiteException {
        String what = Cluster.describe(object);
        cluster.ask(
                "write " + what,
                () -> client().resource(object)
                        .fieldManager(Labels.PROBER)
                        .forceConflicts()
                        .serverSideApply());
        return what;
    }

    private Event asEvent(Report report, Instant now) {
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
