package io.ambientprober.agent.capture;

import io.ambientprober.agent.capture.Assembler.Label;
import io.ambientprober.wire.AddressRanges.Range;
import java.util.List;

/** A binary search in instructions: jumps to {@code found} for a value in the ranges, to {@code miss} for any other. */
final class RangeTree {
    /** Ranges that share their exits: two instructions each, so that every jump among them is a short one. */
    private static final int GROUP = 64;

    private final Assembler code;
    private final Label miss;
    private final Label found;

    RangeTree(Assembler code, Label miss, Label found) {
        this.code = code;
        this.miss = miss;
        this.found = found;
    }

    /** The accumulator holds the value. */
    void search(List<Range> ranges) {
        search(ranges, false);
    }

    /** @param reached the value is known not to be less than the first range */
    private void search(List<Range> ranges, boolean reached) {
        if (ranges.size() <= GROUP) {
            group(ranges, reached);
            return;
        }
        Label upper = new Label();
        int middle = ranges.size() / 2;
        code.branch(Instruction.IF_NOT_LESS, key(ranges.get(middle).first()), upper, null);
        search(ranges.subList(0, middle), reached);
        code.place(upper);
        search(ranges.subList(middle, ranges.size()), true);
    }

    private void group(List<Range> ranges, boolean reached) {
        Label hit = new Label();
        Label out = new Label();
        node(ranges, reached, hit, out);
        code.place(hit);
        code.jump(found);
        code.place(out);
        code.jump(miss);
    }

    private void node(List<Range> ranges, boolean reached, Label hit, Label out) {
        if (ranges.size() == 1) {
            leaf(ranges.getFirst(), reached, hit, out);
            return;
        }
        Label upper = new Label();
        int middle = ranges.size() / 2;
        code.branch(Instruction.IF_NOT_LESS, key(ranges.get(middle).first()), upper, null);
        node(ranges.subList(0, middle), reached, hit, out);
        code.place(upper);
        node(ranges.subList(middle, ranges.size()), true, hit, out);
    }

    private void leaf(Range range, boolean reached, Label hit, Label out) {
        if (range.first() == range.last()) {
            code.branch(Instruction.IF_EQUAL, key(range.first()), hit, out);
            return;
        }
        if (!reached) {
            code.branch(Instruction.IF_NOT_LESS, key(range.first()), null, out);
        }
        code.branch(Instruction.IF_GREATER, key(range.last()), out, hit);
    }

    private static int key(long unsigned) {
        return (int) unsigned;
    }
}
