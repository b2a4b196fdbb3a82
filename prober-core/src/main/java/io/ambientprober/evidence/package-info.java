/** What a tap saw of a path: sightings, connections, byte accounts. */
@NullMarked
package io.ambientprober.evidence;

import org.jspecify.annotations.NullMarked;
