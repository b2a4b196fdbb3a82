/** One report: how it is made, kept and compared, and how verdicts are shown. */
@NullMarked
package io.ambientprober.report.model;

import org.jspecify.annotations.NullMarked;
