/** What runs in the pods that a lab has beside those of a run. */
@NullMarked
package io.ambientprober.lab.tenant;

import org.jspecify.annotations.NullMarked;
