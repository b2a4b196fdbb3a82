/** What controller and agent say to each other. */
@NullMarked
package io.ambientprober.api;

import org.jspecify.annotations.NullMarked;
