package io.ambientprober.lab.fault;

import io.ambientprober.lab.site.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What is done to a run that is a process of its own. */
public enum Blow {
    KILL {
        @Override
        void on(ProcessHandle run, Path clock) {
            run.destroyForcibly();
        }
    },
    /** Certificates, which last a day, are as old by it as they may be. */
    STEP_ALL_CLOCKS {
        @Override
        Map<String, String> environment(Path clock) throws IOException {
            FakeClock.step(clock, FakeClock.TRUE);
            return FakeClock.environment(clock);
        }

        @Override
        void on(ProcessHandle run, Path clock) throws IOException {
            FakeClock.step(clock, "+1h");
        }
    };

    /** Of the process. */
    Map<String, String> environment(Path clock) throws IOException {
        return Map.of();
    }

    abstract void on(ProcessHandle run, Path clock) throws IOException;
}
