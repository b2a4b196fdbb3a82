/** The way to ports of pods, through the API server. */
@NullMarked
package io.ambientprober.cluster.forward;

import org.jspecify.annotations.NullMarked;
