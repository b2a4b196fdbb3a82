package io.ambientprober.lab.scale;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What is counted of a run: requests, and the bytes of bodies between controller and each agent. */
final class Figures {
    private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Map<String, Talk> talks = new ConcurrentHashMap<>();

    /** With one agent. */
    private record Talk(AtomicLong to, AtomicLong from, AtomicLong flows) {}

    /** @param what is asked for, without names */
    void began(String what) {
        requests.computeIfAbsent(what, _ -> new AtomicLong()).incrementAndGet();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    }

    void ended() {
        atOnce.decrementAndGet();
    }

    void talked(String node, long to, long from, long flows) {
        Talk talk = talks.computeIfAbsent(node, _ -> new Talk(new AtomicLong(), new AtomicLong(), new AtomicLong()));
        talk.to().addAndGet(to);
        talk.from().addAndGet(from);
        talk.flows().addAndGet(flows);
    }

    /** Requests, most at once, and the most bytes to an agent, from one, and from one about flows. Then it counts from zero. */
    String line() {
        long to =
                talks.values().stream().mapToLong(talk -> talk.to().get()).max().orElse(0);
        long from = talks.values().stream()
                .mapToLong(talk -> talk.from().get())
                .max()
                .orElse(0);
        long flows = talks.values().stream()
                .mapToLong(talk -> talk.flows().get())
                .max()
                .orElse(0);
        long all = requests.values().stream().mapToLong(AtomicLong::get).sum();
        String line = all + " " + mostAtOnce.getAndSet(0) + " " + to + " " + from + " " + flows;
        requests.clear();
        talks.clear();
        return line;
    }

    /** How many requests there were for what, the most first. */
    String byKind() {
        return requests.entrySet().stream()
                .map(entry -> "%6d %s%n".formatted(entry.getValue().get(), entry.getKey()))
                .sorted(Comparator.reverseOrder())
                .collect(Collectors.joining());
    }
}
