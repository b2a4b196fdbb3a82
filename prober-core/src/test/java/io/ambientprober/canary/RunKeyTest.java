package io.ambientprober.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunKeyTest {
    /** By coreutils: printf KEY | sha256sum | xxd -r -p | base32 | cut -c-10 | tr A-Z a-z. */
    @ParameterizedTest
    @CsvSource({"7Z3K9QWM2TXB, ap-lppbziobxx", "000000000000, ap-66yrkcpu2z"})
    void whatIsPublicIsAHash(String key, String id) {
        assertThat(RunKey.publicId(key)).isEqualTo(id);
        assertThat(RunKey.isPublicId(id)).isTrue();
        assertThat(RunKey.isPublicId(key)).isFalse();
    }

    @Test
    void everyIdIsANameInDns() {
        Random random = new Random(1);

        assertThat(Stream.generate(() -> RunKey.publicId(RunKey.next(random))).limit(1000))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("ap-[a-z2-7]{10}"));
    }
}
