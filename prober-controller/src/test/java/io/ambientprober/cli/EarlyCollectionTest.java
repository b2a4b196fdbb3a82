package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EarlyCollectionTest {
    private static final int MOST = 128 << 20;

    /** In a JVM with a heap that has room for four times as much. */
    @Test
    void garbageDoesNotFillTheHeap() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmn2m",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Litter.class.getName())
                .redirectErrorStream(true)
                .start();

        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(jvm.waitFor()).as(said).isZero();
    }

    @Test
    void watchesNothingWhenItIsClosed() {
        new EarlyCollection().close();

        assertThat(ManagementFactory.getMemoryPoolMXBeans())
                .filteredOn(MemoryPoolMXBean::isUsageThresholdSupported)
                .extracting(MemoryPoolMXBean::getUsageThreshold)
                .containsOnly(0L);
    }

    /** Makes garbage that is too large for the young generation; ends in an error when none of it goes. */
    static final class Litter {
        private static byte[] last = {};

        private Litter() {}

        static void main(String[] args) {
            MemoryPoolMXBean old = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                    .findFirst()
                    .orElseThrow();
            try (EarlyCollection _ = new EarlyCollection()) {
                for (int i = 0; i < 256; i++) {
                    last = new byte[4 << 20];
                    await().pollDelay(Duration.ZERO)
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> old.getUsage().getUsed() < MOST);
                }
            }
            Objects.requireNonNull(last);
        }
    }
}
