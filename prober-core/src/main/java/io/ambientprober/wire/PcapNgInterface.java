package io.ambientprober.wire;

import org.jspecify.annotations.Nullable;

/** What an interface description block says, and the latest statistics of that interface. */
final class PcapNgInterface {
    final int number;
    final int linkTypeCode;
    /** Null: packets of it cannot be read, yet it may have none. */
    final @Nullable LinkType linkType;
    /** 0: no limit. */
    final long snapLength;

    TimeScale time = TimeScale.microseconds();
    String name = "";
    Loopback.Named deviceName = Loopback.Named.NOT;
    /** isb_ifdrop */
    long droppedByDevice;
    /** isb_osdrop */
    long droppedBySystem;
    /** epb_dropcount of its packets: lost before each of them. */
    long droppedBetween;

    PcapNgInterface(int number, int linkTypeCode, long snapLength) {
        this.number = number;
        this.linkTypeCode = linkTypeCode;
        this.linkType = LinkType.of(linkTypeCode);
        this.snapLength = snapLength;
    }

    void name(String text) {
        name = text;
        deviceName = Loopback.Named.of(text);
    }

    long dropped() {
        return Math.max(Counts.sum(droppedByDevice, droppedBySystem), droppedBetween);
    }

    String describe() {
        return name.isEmpty() ? "interface " + number : "interface " + number + " (" + name + ")";
    }
}
