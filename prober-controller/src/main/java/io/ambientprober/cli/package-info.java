/** The operator's command: thin, it reads arguments and chooses an exit code. */
@NullMarked
package io.ambientprober.cli;

import org.jspecify.annotations.NullMarked;
