/** Sealed verdicts, and the judgement that reaches them, as tables. */
@NullMarked
package io.ambientprober.verdict;

import org.jspecify.annotations.NullMarked;
