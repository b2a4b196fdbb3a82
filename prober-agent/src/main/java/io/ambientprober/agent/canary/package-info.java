/** The canary: a server, a client, and what the client's own kernel says of its connections. */
@NullMarked
package io.ambientprober.agent.canary;

import org.jspecify.annotations.NullMarked;
