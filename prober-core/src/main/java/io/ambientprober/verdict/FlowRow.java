package io.ambientprober.verdict;

import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.Traffic;
import io.ambientprober.verdict.Flow.Ends;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A flow while it is added up. */
final class FlowRow {
    /** Pods that a finding names; the rest are like them. */
    private static final int MAX_NAMED = 5;

    private final Key key;
    private final Set<String> gaps = new LinkedHashSet<>();
    private final Set<String> unclear = new LinkedHashSet<>();
    private final List<String> between = new ArrayList<>();
    private int pairs;
    private Traffic hbone = Traffic.NONE;
    private Traffic past = Traffic.NONE;
    private Looks looks = Looks.NONE;
    private long confirmed;
    private @Nullable Instant first;
    private @Nullable Instant last;

    record Key(String client, String server, int port, Ends ends) {}

    FlowRow(Key key) {
        this.key = key;
    }

    void hbone(FlowCount count) {
        hbone = hbone.plus(count.traffic());
        lasted(count);
    }

    void past(FlowCount count, long confirmedHere) {
        past = past.plus(count.traffic());
        looks = looks.plus(count.looks());
        confirmed += confirmedHere;
        lasted(count);
    }

    private void lasted(FlowCount count) {
        Instant begin = first;
        Instant end = last;
        first = begin == null || count.first().isBefore(begin) ? count.first() : begin;
        last = end == null || count.last().isAfter(end) ? count.last() : end;
    }

    void gap(String why) {
        gaps.add(why);
    }

    void unclear(String why) {
        unclear.add(why);
    }

    /** One more pair; the words are asked for while there are few. */
    void between(Supplier<String> pods) {
        if (pairs < MAX_NAMED) {
            between.add(pods.get());
        }
        pairs++;
    }

    /** In words, why counts do not show that nothing else was sent. */
    Set<String> gaps() {
        return Collections.unmodifiableSet(gaps);
    }

    /** In words, between which pods; only some of many. */
    List<String> between() {
        return named(between, pairs);
    }

    /** In words, why it is not clear who was at an end. */
    List<String> unclear() {
        return named(unclear, unclear.size());
    }

    private static List<String> named(Collection<String> first, int all) {
        List<String> some = new ArrayList<>(first.stream().limit(MAX_NAMED).toList());
        if (all > MAX_NAMED) {
            some.add("and " + (all - MAX_NAMED) + " more");
        }
        return some;
    }

    Flow flow() {
        return new Flow(
                key.client(),
                key.server(),
                key.port(),
                key.ends(),
                hbone,
                past,
                looks,
                confirmed,
                List.copyOf(gaps),
                first,
                last);
    }
}
