/** What the mesh says of itself, to be set beside what the wire says. It never makes or changes a verdict. */
@NullMarked
package io.ambientprober.cluster.mesh;

import org.jspecify.annotations.NullMarked;
