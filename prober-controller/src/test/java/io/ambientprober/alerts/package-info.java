/** The alerts and the dashboard, held against what the prober writes. */
@NullMarked
package io.ambientprober.alerts;

import org.jspecify.annotations.NullMarked;
