/** Who is at the other end of a connection over a loopback device, which every process of a node can reach. */
@NullMarked
package io.ambientprober.peer;

import org.jspecify.annotations.NullMarked;
