/** Work that goes on side by side, and the end of its time. */
@NullMarked
package io.ambientprober.concurrent;

import org.jspecify.annotations.NullMarked;
