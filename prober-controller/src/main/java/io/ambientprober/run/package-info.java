/** The recipe of a run: one class per step, and ports to the outside. */
@NullMarked
package io.ambientprober.run;

import org.jspecify.annotations.NullMarked;
