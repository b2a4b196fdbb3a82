/** The lab as the place of a run. */
@NullMarked
package io.ambientprober.lab.site;

import org.jspecify.annotations.NullMarked;
