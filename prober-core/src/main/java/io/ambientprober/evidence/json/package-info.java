/** The one JSON form of evidence: its parts, and two roots, what a node saw on its way to the controller and what is known of a path in a report. */
@NullMarked
package io.ambientprober.evidence.json;

import org.jspecify.annotations.NullMarked;
