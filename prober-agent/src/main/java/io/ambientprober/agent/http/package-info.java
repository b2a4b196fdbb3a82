/** HTTP over TLS on the loopback device, for the one controller whose certificate is pinned. */
@NullMarked
package io.ambientprober.agent.http;

import org.jspecify.annotations.NullMarked;
