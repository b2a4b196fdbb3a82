package io.ambientprober.verdict;

import io.ambientprober.flow.Looks;

/**
 * What entered an enrolled pod from outside the mesh: who would break under STRICT.
 *
 * @param client workload, or the address where nobody knows it
 */
public record FromOutside(String client, String server, int port, long connections, Looks looks) {}
