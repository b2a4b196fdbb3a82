/** Tables for people at a terminal. */
@NullMarked
package io.ambientprober.report.text;

import org.jspecify.annotations.NullMarked;
