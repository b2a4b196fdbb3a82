/**
 * A large cluster in memory, for {@code scripts/bench scale}: an API server, and behind its port-forwards agents and canaries that answer as
 * those of a healthy mesh do.
 */
@NullMarked
package io.ambientprober.lab.scale;

import org.jspecify.annotations.NullMarked;
