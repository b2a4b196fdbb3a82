package io.ambientprober.agent.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a program of classic BPF together; a conditional jump over more than 255 instructions goes by way of an unconditional one. */
final class Assembler {
    private static final int REACH = 255;

    private final List<Line> lines = new ArrayList<>();

    /** A place to jump to, always ahead: classic BPF has no loops. */
    static final class Label {
        private int line = -1;
    }

    void add(int code, int k) {
        lines.add(new Line(code, k, null, null));
    }

    void jump(Label to) {
        lines.add(new Line(Instruction.JUMP, 0, to, null));
    }

    /** Compares the accumulator with {@code k}; a label that is null means the next instruction. */
    void branch(int code, int k, @Nullable Label onTrue, @Nullable Label onFalse) {
        lines.add(new Line(code, k, onTrue, onFalse));
    }

    void place(Label label) {
        label.line = lines.size();
    }

    List<Instruction> assemble() {
        int[] at = positions();
        while (lengthened(at)) {
            at = positions();
        }
        List<Instruction> program = new ArrayList<>(at[lines.size()]);
        for (int i = 0; i < lines.size(); i++) {
            lines.get(i).emit(program, target(at, i, lines.get(i).onTrue), target(at, i, lines.get(i).onFalse));
        }
        return program;
    }

    private int[] positions() {
        int[] at = new int[lines.size() + 1];
        for (int i = 0; i < lines.size(); i++) {
            at[i + 1] = at[i] + lines.get(i).length();
        }
        return at;
    }

    private boolean lengthened(int[] at) {
        boolean any = false;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.code != Instruction.JUMP) {
                any |= line.lengthen(target(at, i, line.onTrue) - at[i] - 1, target(at, i, line.onFalse) - at[i] - 1);
            }
        }
        return any;
    }

    private static int target(int[] at, int line, @Nullable Label label) {
        if (label == null) {
            return at[line + 1];
        }
        if (label.line <= line) {
            throw new IllegalStateException("a jump of line " + line + " leads back or nowhere");
        }
        return at[label.line];
    }

    private static final class Line {
        private final int code;
        private final int k;
        private final @Nullable Label onTrue;
        private final @Nullable Label onFalse;
        private boolean farTrue;
        private boolean farFalse;

        Line(int code, int k, @Nullable Label onTrue, @Nullable Label onFalse) {
            this.code = code;
            this.k = k;
            this.onTrue = onTrue;
            this.onFalse = onFalse;
        }

        int length() {
            return 1 + (farTrue ? 1 : 0) + (farFalse ? 1 : 0);
        }

        /** Only ever lengthens, so that assembling comes to an end. */
        boolean lengthen(int distanceTrue, int distanceFalse) {
            boolean before = farTrue && farFalse;
            boolean changed = !before && (distanceTrue > REACH && !farTrue || distanceFalse > REACH && !farFalse);
            farTrue |= distanceTrue > REACH;
            farFalse |= distanceFalse > REACH;
            return changed;
        }

        void emit(List<Instruction> program, int trueAt, int falseAt) {
            int next = program.size() + 1;
            if (code == Instruction.JUMP) {
                program.add(new Instruction(code, 0, 0, trueAt - next));
                return;
            }
            if (onTrue == null && onFalse == null) {
                program.add(new Instruction(code, 0, 0, k));
                return;
            }
            int toTrue = farTrue ? 0 : trueAt - next;
            int toFalse = farFalse ? (farTrue ? 1 : 0) : falseAt - next;
            program.add(new Instruction(code, toTrue, toFalse, k));
            if (farTrue) {
                program.add(new Instruction(Instruction.JUMP, 0, 0, trueAt - program.size() - 1));
            }
            if (farFalse) {
                program.add(new Instruction(Instruction.JUMP, 0, 0, falseAt - program.size() - 1));
            }
        }
    }
}
