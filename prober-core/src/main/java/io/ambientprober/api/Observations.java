package io.ambientprober.api;

import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.plan.Tap;

/**
 * What a capture came to.
 *
 * @param tap the kernel's counters, and the name under which the evidence is kept
 */
public record Observations(NodeEvidence evidence, Tap tap) {}
