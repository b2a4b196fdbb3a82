/** TCP between enrolled pods, counted passively: what a node counts by addresses, and who these addresses were. */
@NullMarked
package io.ambientprober.flow;

import org.jspecify.annotations.NullMarked;
