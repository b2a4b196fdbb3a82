package io.ambientprober.run;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.statement.MeshAnswers;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the mesh what it says of canaries and of the pods that were swept: of both at once, as each ztunnel lists the whole cluster. */
final class AskMesh {
    private final RunCourse course;
    private final Ready ready;
    private final Section<Tenants> tenants;

    AskMesh(RunCourse course, Ready ready, Section<Tenants> tenants) {
        this.course = course;
        this.ready = ready;
        this.tenants = tenants;
    }

    /**
     * @param paths of the canaries
     * @param pods that were swept
     */
    MeshAnswers call(List<ProbePath> paths, List<EnrolledPod> pods) throws SiteException {
        if (paths.isEmpty() && pods.isEmpty()) {
            return MeshAnswers.NONE;
        }
        MeshAnswers answers = course.steps()
                .step(
                        Step.MESH_STATE,
                        () -> ready.askMesh(paths, pods, course.deadline().left()));
        return new MeshAnswers(answers.ofCanaries(), ofThoseStillThere(pods, answers.ofOthers()));
    }

    /** Of a pod that left after it was swept the mesh does not know any more, and nothing is wrong. */
    private Map<PodName, MeshView> ofThoseStillThere(List<EnrolledPod> pods, Map<PodName, MeshView> views) {
        if (views.isEmpty() || !(tenants instanceof Asked<Tenants>(Tenants there))) {
            return Map.of();
        }
        Map<PodName, MeshView> kept = new HashMap<>(views);
        try {
            Map<PodName, EnrolledPod> now = there.nowByName();
            pods.stream()
                    .filter(pod -> !pod.isStill(now.get(pod.pod())))
                    .map(EnrolledPod::pod)
                    .forEach(kept::remove);
            return kept;
        } catch (SiteException e) {
            course.note("what the mesh says of pods is not believed, as they may have left: " + e.getMessage());
            return Map.of();
        }
    }
}
