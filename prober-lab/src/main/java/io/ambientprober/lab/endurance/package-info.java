/** Many runs back to back, and whether what lives long stays as it was. */
@NullMarked
package io.ambientprober.lab.endurance;

import org.jspecify.annotations.NullMarked;
