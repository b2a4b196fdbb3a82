/** Which nodes of many have their turn in a run. */
@NullMarked
package io.ambientprober.cluster.rotation;

import org.jspecify.annotations.NullMarked;
