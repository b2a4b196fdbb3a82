package io.ambientprober.traffic;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Ways in which a file goes wrong. */
public enum Damage {
    BIT_FLIPS {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            byte[] damaged = file.clone();
            for (int i = 1 + random.nextInt(20); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return damaged;
        }
    },
    /** Flips near the beginning, where the headers of a file are. */
    HEADER_FLIPS {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            byte[] damaged = file.clone();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                damaged[random.nextInt(Math.min(160, damaged.length))] = (byte) random.nextInt();
            }
            return damaged;
        }
    },
    /** Numbers that a length field should not have, wherever one may be. */
    LENGTHS {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            byte[] damaged = file.clone();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                int size = 1 << random.nextInt(3);
                int at = random.nextInt(damaged.length - 4);
                at -= random.nextBoolean() ? at % 4 : 0;
                int value = EXTREMES.get(random.nextInt(EXTREMES.size()));
                for (int b = 0; b < size; b++) {
                    damaged[at + b] = (byte) (value >>> (random.nextBoolean() ? 8 * b : 8 * (size - 1 - b)));
                }
            }
            return damaged;
        }
    },
    TRUNCATION {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            return Arrays.copyOf(file, random.nextInt(file.length));
        }
    },
    /** A part left out. */
    CUT {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            int from = random.nextInt(file.length);
            int to = from + random.nextInt(Math.min(4000, file.length - from));
            return Numbers.join(Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length));
        }
    },
    /** A part in another place once more. */
    SPLICE {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            int from = random.nextInt(file.length);
            int to = from + random.nextInt(Math.min(4000, file.length - from));
            int place = random.nextInt(file.length);
            return Numbers.join(
                    Arrays.copyOf(file, place),
                    Arrays.copyOfRange(file, from, to),
                    Arrays.copyOfRange(file, place, file.length));
        }
    },
    RANDOM_BLOCK {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            byte[] damaged = file.clone();
            int from = random.nextInt(file.length);
            byte[] block = Foreign.bytes(random.nextInt(Math.min(2000, file.length - from)), random);
            System.arraycopy(block, 0, damaged, from, block.length);
            return damaged;
        }
    },
    RANDOM_FILE {
        @Override
        public byte[] of(byte[] file, RandomGenerator random) {
            byte[] noise = Foreign.bytes(random.nextInt(2000), random);
            return Numbers.join(Arrays.copyOf(file, random.nextInt(32)), noise);
        }
    };

    private static final List<Integer> EXTREMES =
            List.of(0, 1, 4, 5, 7, 8, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 262_144, 262_145, 0x7FFF_FFFF, 0x8000_0000, -1, -8);

    public abstract byte[] of(byte[] file, RandomGenerator random);
}
