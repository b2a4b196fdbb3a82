/** HTTP on the loopback device, for a controller that knows the run's token. */
@NullMarked
package io.ambientprober.agent.http;

import org.jspecify.annotations.NullMarked;
