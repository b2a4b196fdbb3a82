/** Processes of the lab: ended by their id, and never outliving it. */
@NullMarked
package io.ambientprober.lab.process;

import org.jspecify.annotations.NullMarked;
