/** Packets from the kernel: sources, the filter they run on, and the capture of one run. */
@NullMarked
package io.ambientprober.agent.capture;

import org.jspecify.annotations.NullMarked;
