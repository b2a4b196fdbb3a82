/** Pods that were in the mesh before a run: who they are, and what asking their HBONE port came to. */
@NullMarked
package io.ambientprober.enrolled;

import org.jspecify.annotations.NullMarked;
