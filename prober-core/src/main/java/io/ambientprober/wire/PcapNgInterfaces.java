package io.ambientprober.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The interfaces of a pcapng section; drops are summed over all sections. */
final class PcapNgInterfaces {
    /** Far more than a node has; a file must not make the list grow without end. */
    static final int MAX = 1 << 14;

    private static final int MAX_NOTES = 16;
    private static final int MAX_FAULTS = 8;

    private final List<PcapNgInterface> interfaces = new ArrayList<>();
    private final List<String> closedNotes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long closedDrops;

    void newSection() {
        addNotes(closedNotes);
        closedDrops = dropped();
        interfaces.clear();
    }

    boolean isFull() {
        return interfaces.size() >= MAX;
    }

    PcapNgInterface add(int linkTypeCode, long snapLength) {
        PcapNgInterface added = new PcapNgInterface(interfaces.size(), linkTypeCode, snapLength);
        interfaces.add(added);
        return added;
    }

    @Nullable
    PcapNgInterface find(int number) {
        return number >= 0 && number < interfaces.size() ? interfaces.get(number) : null;
    }

    long dropped() {
        long dropped = closedDrops;
        for (PcapNgInterface each : interfaces) {
            dropped = Counts.sum(dropped, each.dropped());
        }
        return dropped;
    }

    /** Which interfaces dropped packets; the first few. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(closedNotes);
        addNotes(notes);
        return notes;
    }

    void fault(String fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    /** What its counters cannot have counted; the first few. */
    List<String> faults() {
        return faults;
    }

    private void addNotes(List<String> notes) {
        for (PcapNgInterface each : interfaces) {
            if (each.dropped() > 0 && notes.size() < MAX_NOTES) {
                notes.add(each.describe() + " dropped " + each.dropped() + " packets");
            }
        }
    }
}
