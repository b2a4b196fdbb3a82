/** What a controller asks of an agent, over HTTP on the loopback device. */
@NullMarked
package io.ambientprober.agent.api;

import org.jspecify.annotations.NullMarked;
