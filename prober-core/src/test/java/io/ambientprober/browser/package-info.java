/** A headless Chromium, driven over its DevTools protocol. */
@NullMarked
package io.ambientprober.browser;

import org.jspecify.annotations.NullMarked;
