/** The Helm chart, held against what kustomize makes. */
@NullMarked
package io.ambientprober.chart;

import org.jspecify.annotations.NullMarked;
