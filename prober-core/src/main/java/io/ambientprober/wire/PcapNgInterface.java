package io.ambientprober.wire;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What an interface description block says, and the latest statistics of that interface. */
final class PcapNgInterface {
    /** In place of the link type of one whose description was cut short. */
    static final int NOT_READ = -1;

    final int number;
    final int linkTypeCode;
    final LinkType linkType;
    /** 0: no limit. */
    final long snapLength;

    TimeScale time = TimeScale.microseconds();
    String name = "";
    Loopback.Named deviceName = Loopback.Named.NOT;
    /** epb_dropcount of its packets: lost before each of them. */
    long droppedBetween;
    /** It had a packet, and that its link type is not supported was said. */
    boolean refused;

    private final Map<PcapNgCounter, Long> last = new EnumMap<>(PcapNgCounter.class);
    /** What a counter had reached each time before it was reset, summed. */
    private final Map<PcapNgCounter, Long> beforeReset = new EnumMap<>(PcapNgCounter.class);

    PcapNgInterface(int number, int linkTypeCode, long snapLength) {
        this.number = number;
        this.linkTypeCode = linkTypeCode;
        this.linkType = Objects.requireNonNullElse(LinkType.of(linkTypeCode), LinkType.OTHER);
        this.snapLength = snapLength;
    }

    void name(String text) {
        name = text;
        deviceName = Loopback.Named.of(text);
    }

    /** Takes the value of a counter, and returns the one before it. */
    long count(PcapNgCounter counter, long value) {
        Long before = last.put(counter, value);
        if (before != null && value < before) {
            beforeReset.merge(counter, before, Counts::sum);
        }
        return before == null ? 0 : before;
    }

    long dropped() {
        return Math.max(Counts.sum(total(PcapNgCounter.IF_DROP), total(PcapNgCounter.OS_DROP)), droppedBetween);
    }

    private long total(PcapNgCounter counter) {
        return Counts.sum(beforeReset.getOrDefault(counter, 0L), last.getOrDefault(counter, 0L));
    }

    String describe() {
        return name.isEmpty() ? "interface " + number : "interface " + number + " (" + name + ")";
    }
}
