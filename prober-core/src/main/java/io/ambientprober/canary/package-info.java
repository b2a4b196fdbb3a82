/** What a controller asks a canary pod for, and how both write it. */
@NullMarked
package io.ambientprober.canary;

import org.jspecify.annotations.NullMarked;
