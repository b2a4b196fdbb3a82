package io.ambientprober.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

final class ProberAgentTest {
    /** A stranger's line before the announcement would be taken for it. */
    @Test
    void librariesWriteNothingIntoTheLog() {
        Logger root = Logger.getLogger("");
        root.addHandler(new ConsoleHandler());

        assertThat(ProberAgent.run("--version")).isZero();

        assertThat(root.getHandlers()).isEmpty();
    }
}
