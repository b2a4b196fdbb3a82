/** Where strangers' bytes enter, as targets of a fuzzer: what may happen to any bytes at all, and what may not. */
@NullMarked
package io.ambientprober.fuzz;

import org.jspecify.annotations.NullMarked;
