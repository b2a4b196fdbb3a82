/** What can be broken in the lab, and what the prober must say of it. */
@NullMarked
package io.ambientprober.lab.scenario;

import org.jspecify.annotations.NullMarked;
