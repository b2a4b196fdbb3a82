/** The image as a cluster runs it, under a Docker engine. */
@NullMarked
package io.ambientprober.image;

import org.jspecify.annotations.NullMarked;
