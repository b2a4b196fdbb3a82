/** Traffic for tests: labelled captures, synthetic scenarios, and ways to change both that must not, or may only so, change a verdict. */
@NullMarked
package io.ambientprober.traffic;

import org.jspecify.annotations.NullMarked;
