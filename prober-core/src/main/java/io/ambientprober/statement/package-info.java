/** What was said beside the wire: by a cluster's configuration, by its mesh, and by the run itself. It changes no verdict. */
@NullMarked
package io.ambientprober.statement;

import org.jspecify.annotations.NullMarked;
