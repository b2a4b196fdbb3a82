/** A lab without a cluster: what the prober says of meshes that are whole and of meshes that are broken. */
@NullMarked
package io.ambientprober.lab;

import org.jspecify.annotations.NullMarked;
