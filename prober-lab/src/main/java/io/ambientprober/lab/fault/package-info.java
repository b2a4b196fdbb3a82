/** Faults of runs, struck at each step of a run, and how runs may end then. */
@NullMarked
package io.ambientprober.lab.fault;

import org.jspecify.annotations.NullMarked;
