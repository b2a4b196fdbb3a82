/** The active check of an HBONE port: who answers there, and whether it lets a stranger in. */
@NullMarked
package io.ambientprober.agent.handshake;

import org.jspecify.annotations.NullMarked;
