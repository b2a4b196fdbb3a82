/** A run's ports in a Kubernetes cluster: one class per step, over the fabric8 client. */
@NullMarked
package io.ambientprober.cluster;

import org.jspecify.annotations.NullMarked;
