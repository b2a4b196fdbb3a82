/** The page. */
@NullMarked
package io.ambientprober.report.html;

import org.jspecify.annotations.NullMarked;
