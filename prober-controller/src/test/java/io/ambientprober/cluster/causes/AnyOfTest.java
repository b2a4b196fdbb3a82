package io.ambientprober.cluster.causes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnyOfTest {
    /** A deny list is that long; put into one another these would overflow a stack. */
    @Test
    void holdsForManyThousands() {
        AnyOf<String> none = new AnyOf<>(Collections.nCopies(200_000, "b"::equals));

        assertThat(none.test("a")).isFalse();
        assertThat(new AnyOf<>(List.of(none, "a"::equals)).test("a")).isTrue();
    }

    @Test
    void ofNothingHoldsForNothing() {
        assertThat(new AnyOf<String>(List.of()).test("a")).isFalse();
    }
}
