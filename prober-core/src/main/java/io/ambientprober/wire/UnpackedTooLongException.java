package io.ambientprober.wire;

import java.io.IOException;

/** A packed capture holds more than any capture of its length. Nothing of it is judged: reading it might never end. */
final class UnpackedTooLongException extends IOException {
    private static final long serialVersionUID = 1;

    UnpackedTooLongException(String name, long packed) {
        super(
                name + ": its first " + packed + " bytes unpack to more than " + (BoundedUnpacking.ALWAYS >> 20)
                        + " MiB and "
                        + BoundedUnpacking.RATIO
                        + " times their own length; if it is a capture nevertheless, unpack it and name the unpacked file in the plan");
    }
}
