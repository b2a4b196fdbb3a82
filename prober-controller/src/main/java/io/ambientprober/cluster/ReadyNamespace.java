package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;

/**
 * A namespace that is there.
 *
 * @param ambient whether its label says that its pods are to be enrolled
 * @param labels of the namespace
 * @param owner of everything that the run makes there
 */
record ReadyNamespace(String name, boolean ambient, Map<String, String> labels, OwnerReference owner) {}
