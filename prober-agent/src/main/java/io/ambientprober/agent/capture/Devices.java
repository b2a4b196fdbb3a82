package io.ambientprober.agent.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers devices in the order in which their packets come, as a capture file does, and remembers their names while they are there. */
final class Devices {
    private static final int UNKNOWN = -1;

    private final List<String> names = new ArrayList<>();
    private int[] indexes = new int[16];
    private int[] numbers = new int[16];
    private int lastIndex = UNKNOWN;
    private int lastNumber;

    Devices() {
        Arrays.fill(indexes, UNKNOWN);
    }

    /** @param index of the kernel */
    int number(int index) {
        if (index != lastIndex) {
            lastNumber = find(index);
            lastIndex = index;
        }
        return lastNumber;
    }

    private int find(int index) {
        int slot = slotOf(index);
        if (indexes[slot] == UNKNOWN) {
            if (names.size() * 2 >= indexes.length) {
                grow();
                slot = slotOf(index);
            }
            indexes[slot] = index;
            numbers[slot] = names.size();
            add(Libc.deviceName(index));
        }
        return numbers[slot];
    }

    private int slotOf(int index) {
        int mask = indexes.length - 1;
        int slot = index & mask;
        while (indexes[slot] != UNKNOWN && indexes[slot] != index) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldIndexes = indexes;
        int[] oldNumbers = numbers;
        indexes = new int[oldIndexes.length * 2];
        numbers = new int[oldIndexes.length * 2];
        Arrays.fill(indexes, UNKNOWN);
        for (int i = 0; i < oldIndexes.length; i++) {
            if (oldIndexes[i] != UNKNOWN) {
                int slot = slotOf(oldIndexes[i]);
                indexes[slot] = oldIndexes[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private synchronized void add(String name) {
        names.add(name);
    }

    synchronized String name(int number) {
        return number < names.size() ? names.get(number) : "device";
    }
}
