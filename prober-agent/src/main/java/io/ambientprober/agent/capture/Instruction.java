package io.ambientprober.agent.capture;

/**
 * One instruction of classic BPF (linux/filter.h, struct sock_filter).
 *
 * @param onTrue instructions skipped when the comparison holds, 0 to 255
 * @param onFalse instructions skipped when it does not
 */
record Instruction(int code, int onTrue, int onFalse, int k) {
    static final int LOAD_WORD = 0x20;
    static final int LOAD_HALF = 0x28;
    static final int LOAD_BYTE = 0x30;
    static final int LOAD_WORD_AT_X = 0x40;
    static final int LOAD_HALF_AT_X = 0x48;
    static final int LOAD_BYTE_AT_X = 0x50;
    static final int LOAD_NUMBER = 0x00;
    static final int LOAD_SCRATCH = 0x60;
    static final int LOAD_X = 0x01;
    /** X = 4 * (the lower four bits of a byte): the length of an IPv4 header. */
    static final int LOAD_X_HEADER_LENGTH = 0xB1;

    static final int STORE_SCRATCH = 0x02;
    static final int ADD = 0x04;
    static final int ADD_X = 0x0C;
    static final int AND = 0x54;
    static final int SHIFT_LEFT = 0x64;
    static final int SHIFT_RIGHT = 0x74;
    static final int TO_X = 0x07;
    static final int FROM_X = 0x87;
    static final int JUMP = 0x05;
    static final int IF_EQUAL = 0x15;
    static final int IF_GREATER = 0x25;
    static final int IF_NOT_LESS = 0x35;
    static final int IF_ANY_BIT = 0x45;
    static final int RETURN = 0x06;
    static final int RETURN_ACCUMULATOR = 0x16;
}
