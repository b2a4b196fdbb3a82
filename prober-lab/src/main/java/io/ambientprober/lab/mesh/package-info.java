/** A stand-in for ztunnel: HBONE out, HBONE and plain TCP in, policies. */
@NullMarked
package io.ambientprober.lab.mesh;

import org.jspecify.annotations.NullMarked;
