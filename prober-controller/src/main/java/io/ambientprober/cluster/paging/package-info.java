/** Lists of the API server that are too long for one answer. */
@NullMarked
package io.ambientprober.cluster.paging;

import org.jspecify.annotations.NullMarked;
