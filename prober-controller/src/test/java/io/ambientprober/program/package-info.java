/** Programs of the machine that tests need. */
@NullMarked
package io.ambientprober.program;

import org.jspecify.annotations.NullMarked;
