package io.ambientprober.agent.capture;

import java.util.List;

/** Runs classic BPF as the kernel does: a load beyond the packet ends the program with 0. */
final class BpfMachine {
    private static final int PROTOCOL_AT = -0x1000;

    private final List<Instruction> program;
    private final int random;

    BpfMachine(List<Instruction> program) {
        this(program, 0);
    }

    /** @param random what it draws, each time */
    BpfMachine(List<Instruction> program, int random) {
        this.program = program;
        this.random = random;
    }

    /** The bytes of {@code packet} that the program keeps; the packet begins with its network header. */
    int run(int etherType, byte[] packet) {
        int a = 0;
        int x = 0;
        int[] scratch = new int[16];
        for (int at = 0; ; at++) {
            Instruction now = program.get(at);
            int k = now.k();
            switch (now.code()) {
                case Instruction.LOAD_WORD, Instruction.LOAD_WORD_AT_X -> {
                    if (k == FlowFilter.RANDOM_AT) {
                        a = random;
                        break;
                    }
                    long from = from(now, x, Instruction.LOAD_WORD_AT_X);
                    if (from + 4 > packet.length) {
                        return 0;
                    }
                    a = load(packet, (int) from, 4);
                }
                case Instruction.LOAD_HALF, Instruction.LOAD_HALF_AT_X -> {
                    if (k == PROTOCOL_AT) {
                        a = etherType;
                        break;
                    }
                    long from = from(now, x, Instruction.LOAD_HALF_AT_X);
                    if (from + 2 > packet.length) {
                        return 0;
                    }
                    a = load(packet, (int) from, 2);
                }
                case Instruction.LOAD_BYTE, Instruction.LOAD_BYTE_AT_X -> {
                    long from = from(now, x, Instruction.LOAD_BYTE_AT_X);
                    if (from + 1 > packet.length) {
                        return 0;
                    }
                    a = load(packet, (int) from, 1);
                }
                case Instruction.LOAD_NUMBER -> a = k;
                case Instruction.LOAD_SCRATCH -> a = scratch[k];
                case Instruction.STORE_SCRATCH -> scratch[k] = a;
                case Instruction.LOAD_X -> x = k;
                case Instruction.LOAD_X_HEADER_LENGTH -> x = (packet[k] & 0xF) * 4;
                case Instruction.ADD -> a += k;
                case Instruction.ADD_X -> a += x;
                case Instruction.AND -> a &= k;
                case Instruction.SHIFT_LEFT -> a <<= k;
                case Instruction.SHIFT_RIGHT -> a >>>= k;
                case Instruction.TO_X -> x = a;
                case Instruction.FROM_X -> a = x;
                case Instruction.JUMP -> at += k;
                case Instruction.IF_EQUAL -> at += a == k ? now.onTrue() : now.onFalse();
                case Instruction.IF_GREATER -> at += Integer.compareUnsigned(a, k) > 0 ? now.onTrue() : now.onFalse();
                case Instruction.IF_NOT_LESS -> at += Integer.compareUnsigned(a, k) >= 0 ? now.onTrue() : now.onFalse();
                case Instruction.IF_ANY_BIT -> at += (a & k) != 0 ? now.onTrue() : now.onFalse();
                case Instruction.RETURN_ACCUMULATOR -> {
                    return a;
                }
                case Instruction.RETURN -> {
                    return k;
                }
                default -> throw new IllegalStateException("instruction " + now);
            }
        }
    }

    private static long from(Instruction now, int x, int atX) {
        return Integer.toUnsignedLong(now.k()) + (now.code() == atX ? Integer.toUnsignedLong(x) : 0);
    }

    private static int load(byte[] packet, int at, int bytes) {
        int value = 0;
        for (int i = at; i < at + bytes; i++) {
            value = value << 8 | (packet[i] & 0xFF);
        }
        return value;
    }
}
