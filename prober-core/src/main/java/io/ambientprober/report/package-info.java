/** One report of a run, and the formats it is written in. */
@NullMarked
package io.ambientprober.report;

import org.jspecify.annotations.NullMarked;
