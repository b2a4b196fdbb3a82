package io.ambientprober.statement;

import java.util.List;

/**
 * What the mesh says of the pods of a run.
 *
 * @param unread what could not be read, as causes that explain nothing
 */
public record MeshStatements(List<MeshView> views, List<Cause> unread) {
    public static final MeshStatements NONE = new MeshStatements(List.of(), List.of());

    public MeshStatements {
        views = List.copyOf(views);
        unread = List.copyOf(unread);
    }
}
