/** What strangers wrote, shown safely. */
@NullMarked
package io.ambientprober.input;

import org.jspecify.annotations.NullMarked;
