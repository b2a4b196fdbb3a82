package io.ambientprober.cli;

import io.ambientprober.canary.Order;
import io.ambientprober.cluster.InPodSelector;
import io.ambientprober.cluster.NodeChoice.NamePattern;
import java.time.Duration;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** A value, and what is said of it where it is none that an option takes. */
record Rule(boolean holds, String otherwise) {
    static final Rule KEPT = new Rule(true, "");

    /** A canary can be ordered with this time limit. */
    static Rule orderable(String option, Duration limit) {
        return new Rule(
                limit.toMillis() >= 1 && limit.compareTo(Order.LONGEST_TIMEOUT) <= 0,
                option + ": longer than zero, up to " + Order.LONGEST_TIMEOUT.toMinutes() + "m");
    }

    /** Each of an option's regular expressions is one. */
    static Stream<Rule> patterns(String option, List<String> patterns) {
        return patterns.stream().map(pattern -> {
            try {
                NamePattern.parse(pattern);
                return KEPT;
            } catch (PatternSyntaxException e) {
                return new Rule(false, option + ": '" + e.getPattern() + "': " + e.getDescription());
            }
        });
    }

    /** Each of an option's selectors of pods is one. */
    static Stream<Rule> selectors(String option, List<String> selectors) {
        return selectors.stream().map(selector -> {
            try {
                InPodSelector.parse(selector);
                return KEPT;
            } catch (IllegalArgumentException e) {
                return new Rule(false, option + ": " + e.getMessage());
            }
        });
    }
}
