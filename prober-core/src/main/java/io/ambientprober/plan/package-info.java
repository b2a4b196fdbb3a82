/** What a run intends to observe: paths, tokens, node coverage, {@code plan.json}. */
@NullMarked
package io.ambientprober.plan;

import org.jspecify.annotations.NullMarked;
