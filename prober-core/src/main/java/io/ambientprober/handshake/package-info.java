/** What asking an HBONE port came to. */
@NullMarked
package io.ambientprober.handshake;

import org.jspecify.annotations.NullMarked;
