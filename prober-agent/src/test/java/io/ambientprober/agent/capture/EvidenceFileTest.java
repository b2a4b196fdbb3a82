package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.testnet.Plans;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.PcapNgStatistics;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceFileTest {
    private static EvidenceFile begun(Path folder) {
        return new EvidenceFile(
                folder,
                new EvidenceBudget(1 << 20, Plans.plan("127.0.0.1", "127.0.0.2")),
                LinkType.LINUX_SLL2,
                "",
                device -> "any");
    }

    @Test
    void isThereOnceItIsFinished(@TempDir Path folder) {
        EvidenceFile file = begun(folder);

        file.finish("", new PcapNgStatistics(0, 0, 0, 0, 0));

        assertThat(file.failure()).isNull();
        assertThat(file.path()).isNotEmptyFile();
    }

    /** What is there of it would pass for the whole. */
    @Test
    void isNotThereWhenTheDiskTakesAPartOnly(@TempDir Path folder) throws Exception {
        EvidenceFile file = begun(folder);
        Files.createSymbolicLink(folder.resolve("evidence.pcapng"), Path.of("/dev/full"));

        file.finish("", new PcapNgStatistics(0, 0, 0, 0, 0));

        assertThat(file.failure()).isEqualTo("evidence could not be kept: No space left on device");
        assertThat(Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
