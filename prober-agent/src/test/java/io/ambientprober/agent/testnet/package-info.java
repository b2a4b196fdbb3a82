/** Network namespaces for tests. */
@NullMarked
package io.ambientprober.agent.testnet;

import org.jspecify.annotations.NullMarked;
