package io.ambientprober.wire;

/** Turns the time stamps of a pcapng interface into nanoseconds since 1970; what does not fit wraps around. */
final class TimeScale {
    private static final long NANOS = 1_000_000_000L;
    /** if_tsresol where the option is missing: microseconds (draft-ietf-opsawg-pcapng, section 4.2). */
    private static final int MICROSECONDS = 6;

    private static final int BASE_2 = 0x80;
    /** The largest power of ten in an unsigned long. */
    private static final int MAX_POWER = 19;

    private final int exponent;
    private final boolean binary;
    /** Nanoseconds of a unit, or 0 where that is not a whole number. */
    private final long multiplier;

    private final long offsetNanos;

    private TimeScale(int resolution, long offsetNanos) {
        this.exponent = resolution & ~BASE_2;
        this.binary = (resolution & BASE_2) != 0;
        this.multiplier = binary || exponent > 9 ? 0 : power(9 - exponent);
        this.offsetNanos = offsetNanos;
    }

    static TimeScale microseconds() {
        return new TimeScale(MICROSECONDS, 0);
    }

    /** {@code resolution}: the octet of if_tsresol. */
    TimeScale withResolution(int resolution) {
        return new TimeScale(resolution, offsetNanos);
    }

    TimeScale withOffset(long seconds) {
        return new TimeScale(binary ? exponent | BASE_2 : exponent, seconds * NANOS);
    }

    long nanos(long units) {
        return (multiplier != 0 ? units * multiplier : fine(units)) + offsetNanos;
    }

    private long fine(long units) {
        return binary ? binary(units) : decimal(units);
    }

    private long decimal(long units) {
        return exponent - 9 > MAX_POWER ? 0 : Long.divideUnsigned(units, power(exponent - 9));
    }

    /** The product of units and 10^9 has 94 bits. */
    private long binary(long units) {
        long high = Math.unsignedMultiplyHigh(units, NANOS);
        long low = units * NANOS;
        if (exponent == 0) {
            return low;
        }
        return exponent < Long.SIZE
                ? high << (Long.SIZE - exponent) | low >>> exponent
                : high >>> (exponent - Long.SIZE);
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
