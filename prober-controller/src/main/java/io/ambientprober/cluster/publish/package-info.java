/** Leaves a report in the cluster that was probed. */
@NullMarked
package io.ambientprober.cluster.publish;

import org.jspecify.annotations.NullMarked;
