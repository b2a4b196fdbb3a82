/** Pods that the cluster has beside those of a run: which of them the mesh was told to take, and who held which address when. */
@NullMarked
package io.ambientprober.cluster.enrolled;

import org.jspecify.annotations.NullMarked;
