/**
 * What the mesh says of itself: where it is and how it is set up, which identities are checked against, and its views of pods, which are
 * set beside what the wire says and never make or change a verdict.
 */
@NullMarked
package io.ambientprober.cluster.mesh;

import org.jspecify.annotations.NullMarked;
