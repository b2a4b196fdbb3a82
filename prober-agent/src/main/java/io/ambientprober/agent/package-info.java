/** The command {@code prober-agent}: what runs on nodes and in probe pods. */
@NullMarked
package io.ambientprober.agent;

import org.jspecify.annotations.NullMarked;
