/** Nodes and pods as network namespaces. */
@NullMarked
package io.ambientprober.lab.net;

import org.jspecify.annotations.NullMarked;
