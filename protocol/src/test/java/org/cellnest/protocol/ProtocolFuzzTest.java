package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever bytes come, they are a message or a {@link ProtocolException}, and soon. */
class ProtocolFuzzTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void surviveRandomBytes() {
        Random random = new Random(1);
        Assertions.assertTimeout(SOON, () -> {
            for (int i = 0; i < 50_000; i++) {
                byte[] frame = new byte[random.nextInt(200)];
                random.nextBytes(frame);
                feed(frame);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void survivesRandomPayloadsOfEveryType(MessageType type) {
        Random random = new Random(type.code());
        Assertions.assertTimeout(SOON, () -> {
            for (int i = 0; i < 5_000; i++) {
                byte[] payload = new byte[random.nextInt(100)];
                random.nextBytes(payload);
                feed(RawRecords.record(type.code(), payload));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void survivesMutationsOfGoodMessages(MessageType type) {
        Random random = new Random(1000 + type.code());
        RandomMessages messages = new RandomMessages(random);
        Assertions.assertTimeout(SOON, () -> {
            int taken = 0;
            for (int i = 0; i < 5_000; i++) {
                byte[] frame = MessageCodec.encode(messages.of(type));
                for (int m = random.nextInt(4); m >= 0; m--) {
                    frame = mutate(frame, random);
                }
                if (feed(frame)) {
                    taken++;
                }
            }
            assertTrue(taken > 0, "no mutation was harmless");
        });
    }

    @Test
    void refusesDeepJsonWithoutDescending() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertFalse(feed(RawRecords.json(MessageType.REGISTER, deep)));
        assertFalse(feed(RawRecords.json(MessageType.REGISTER, "{\"zone\":" + "{\"a\":".repeat(200_000))));
    }

    @Test
    void survivesManyDifferentMembers() {
        StringBuilder json = new StringBuilder("{\"x\":1");
        for (int i = 0; i < 60_000; i++) {
            json.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        Assertions.assertTimeout(SOON, () -> assertFalse(feed(RawRecords.json(MessageType.REGISTER, json + "}"))));
    }

    /** Whether the frame was taken. */
    private static boolean feed(byte[] frame) {
        try {
            for (WireRecord record : Batch.parse(frame, Limits.DEFAULT)) {
                Message message = MessageCodec.decode(record);
                assertFalse(record.toString().isEmpty());
                assertFalse(MessageCodec.encode(message).length == 0);
            }
            return true;
        } catch (ProtocolException e) {
            String text = String.valueOf(e.getMessage());
            if (text.length() > 600) {
                fail("a message of " + text.length() + " characters");
            }
            return false;
        }
    }

    private static byte[] mutate(byte[] frame, Random random) {
        byte[] mutated = frame.clone();
        int at = random.nextInt(frame.length);
        switch (random.nextInt(5)) {
            case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutated[at] = (byte) random.nextInt();
            case 2 -> mutated[at] = (byte) (random.nextBoolean() ? 0 : -1);
            case 3 -> {
                mutated = java.util.Arrays.copyOf(frame, 1 + random.nextInt(frame.length + 4));
                if (mutated.length >= 4) {
                    WireRecord.u32(mutated, 0, mutated.length);
                }
            }
            default -> {
                int from = random.nextInt(frame.length);
                int length = random.nextInt(1 + Math.min(8, frame.length - Math.max(from, at)));
                System.arraycopy(frame, from, mutated, at, length);
            }
        }
        return mutated;
    }
}
