package io.ambientprober.lab;

import io.ambientprober.lab.scenario.ScenarioResult;

/** What became of a scenario. */
sealed interface Showing {
    boolean isRight();

    record Judged(ScenarioResult result) implements Showing {
        @Override
        public boolean isRight() {
            return result.isRight();
        }
    }

    /** The lab broke before the prober could judge. */
    record Broken(String why) implements Showing {
        @Override
        public boolean isRight() {
            return false;
        }
    }

    /** This machine cannot make it. */
    record Skipped(String why) implements Showing {
        @Override
        public boolean isRight() {
            return true;
        }
    }
}
