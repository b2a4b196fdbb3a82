/** What the subcommands have in common. */
@NullMarked
package io.ambientprober.agent.cli;

import org.jspecify.annotations.NullMarked;
