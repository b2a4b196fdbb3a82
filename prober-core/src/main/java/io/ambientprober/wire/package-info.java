/** From bytes to packets, TCP segments and TLS records, and the tokens found in them; allocates nothing per packet. */
@NullMarked
package io.ambientprober.wire;

import org.jspecify.annotations.NullMarked;
