/** What a controller asks a canary pod for, and how both write it. */
@NullMarked
package io.ambientprober.order;

import org.jspecify.annotations.NullMarked;
