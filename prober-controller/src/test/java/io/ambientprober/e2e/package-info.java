/** The command against a real cluster: whichever the kubeconfig names. {@code scripts/e2e} runs these tests. */
@NullMarked
package io.ambientprober.e2e;

import org.jspecify.annotations.NullMarked;
