package io.ambientprober.statement;

import io.ambientprober.plan.PodName;
import java.util.Map;

/**
 * What came of asking the mesh once.
 *
 * @param ofCanaries what it says of them
 * @param ofOthers what it says of other pods; nothing of those whose node's ztunnel was not asked, or did not answer
 */
public record MeshAnswers(MeshStatements ofCanaries, Map<PodName, MeshView> ofOthers) {
    public static final MeshAnswers NONE = new MeshAnswers(MeshStatements.NONE, Map.of());

    public MeshAnswers {
        ofOthers = Map.copyOf(ofOthers);
    }
}
