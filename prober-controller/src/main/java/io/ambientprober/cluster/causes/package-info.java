/** Configuration of a cluster that may explain a failure: read from the API, then judged by a table. Never part of a verdict. */
@NullMarked
package io.ambientprober.cluster.causes;

import org.jspecify.annotations.NullMarked;
