/** Which release this is. */
@NullMarked
package io.ambientprober.release;

import org.jspecify.annotations.NullMarked;
