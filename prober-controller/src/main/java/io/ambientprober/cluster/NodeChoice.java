package io.ambientprober.cluster;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are probed.
 *
 * @param patterns of names to take, or with {@code not} to leave out; none for all
 * @param selector label selector, empty for all
 * @param most number of nodes
 * @param rotatedIn namespace of the published report, where it lies which nodes have their turn; null for those that come first by name
 */
public record NodeChoice(
        List<NamePattern> patterns,
        String selector,
        int most,
        @Nullable String rotatedIn) {
    public NodeChoice {
        patterns = List.copyOf(patterns);
    }

    /** Without rotation. */
    public NodeChoice(List<NamePattern> patterns, String selector, int most) {
        this(patterns, selector, most, null);
    }

    /** A regular expression for whole names. */
    public record NamePattern(Pattern pattern, boolean not) {
        /**
         * Reads one; a leading {@code !} leaves out what the rest matches.
         *
         * @throws java.util.regex.PatternSyntaxException when it is none
         */
        public static NamePattern parse(String text) {
            boolean not = text.startsWith("!");
            return new NamePattern(Pattern.compile(not ? text.substring(1) : text), not);
        }

        private boolean matches(String name) {
            return pattern.matcher(name).matches();
        }

        /** Whether these mean a name: one of those to take, or any where there are none, and none of those to leave out. */
        static boolean take(List<NamePattern> patterns, String name) {
            boolean anyWanted = patterns.stream().anyMatch(pattern -> !pattern.not());
            boolean wanted =
                    !anyWanted || patterns.stream().anyMatch(pattern -> !pattern.not() && pattern.matches(name));
            return wanted && patterns.stream().noneMatch(pattern -> pattern.not() && pattern.matches(name));
        }
    }

    boolean takes(String name) {
        return NamePattern.take(patterns, name);
    }
}
