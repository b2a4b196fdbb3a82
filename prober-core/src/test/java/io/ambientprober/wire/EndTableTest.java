package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EndTableTest {
    private static final int MOST = 1000;

    private final EndTable table = new EndTable(MOST);

    @Test
    void holdsAsManyAsItWasMadeForAndNoOther() {
        for (int i = 0; i < MOST; i++) {
            assertThat(table.add(i & 3, i, i % 7)).isTrue();
        }

        assertThat(table.add(0, 0, 0)).as("what it holds").isTrue();
        assertThat(table.add(4, 0, 0)).as("one too many").isFalse();
        for (int i = 0; i < MOST; i++) {
            assertThat(table.contains(i & 3, i, i % 7)).isTrue();
            assertThat(table.address(table.place(i & 3, i, i % 7)).low()).isEqualTo(i);
            assertThat(table.contains(i & 3, i, i % 7 + 1)).as("another port").isFalse();
            assertThat(table.contains((i & 3) + 4, i, i % 7))
                    .as("another upper half")
                    .isFalse();
            assertThat(table.contains(i & 3, i + MOST, i % 7))
                    .as("another lower half")
                    .isFalse();
        }
    }

    @Test
    void mayBeMadeForNone() {
        assertThat(new EndTable(0).contains(0, 0, 0)).isFalse();
        assertThat(new EndTable(0).add(0, 0, 0)).isFalse();
    }
}
