package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "server-node-1=10.1.2.2:15008, server-node-1, /10.1.2.2:15008,",
        "a=[fd00::2]:15008, a, /[fd00:0:0:0:0:0:0:2]:15008,",
        "a=10.1.2.2:1=spiffe://cluster.local/ns/b/sa/c, a, /10.1.2.2:1, spiffe://cluster.local/ns/b/sa/c"
    })
    void whatCanBeChecked(String text, String name, String address, @Nullable String expected) {
        Target target = Target.parse(text);

        assertThat(target.name()).isEqualTo(name);
        assertThat(target.address()).hasToString(address);
        assertThat(target.expected()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.1.2.2:15008",
                "=10.1.2.2:15008",
                "a b=10.1.2.2:15008",
                "a=10.1.2.2",
                "a=10.1.2.2:0",
                "a=10.1.2.2:65536",
                "a=10.1.2.2:99999999999",
                "a=10.1.2.256:1",
                "a=fd00::2:15008",
                "a=[fd00::2:15008",
                "a=[10.1.2]:15008",
                "a=example.org:15008",
                "a=10.1.2.2:15008=",
                "a=10.1.2.2:15008=https://example.org/",
                "a=10.1.2.2:15008=spiffe://cluster.local"
            })
    void whatCannot(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aNameIsNoLongerThanKubernetesAllows() {
        assertThat(Target.parse("n".repeat(63) + "=10.1.2.2:1").name()).hasSize(63);
        assertThatThrownBy(() -> Target.parse("n".repeat(64) + "=10.1.2.2:1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
