/** The pod that serves canaries, and carries out a controller's orders. */
@NullMarked
package io.ambientprober.agent.body;

import org.jspecify.annotations.NullMarked;
