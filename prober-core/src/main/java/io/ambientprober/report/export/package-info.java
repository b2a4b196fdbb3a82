/** Formats of other programs. */
@NullMarked
package io.ambientprober.report.export;

import org.jspecify.annotations.NullMarked;
