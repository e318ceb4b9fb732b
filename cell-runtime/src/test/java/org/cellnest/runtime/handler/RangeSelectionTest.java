package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests ranges of bytes (RFC 9110, section 14). */
class RangeSelectionTest {
    private static final int ROUNDS = 200_000;

    private static String shown(RangeSelection selection) {
        if (selection instanceof RangeSelection.Parts parts) {
            return parts.ranges().stream()
                    .map(range -> range.from() + "+" + range.length())
                    .collect(Collectors.joining(" "));
        }
        return selection instanceof RangeSelection.Whole ? "whole" : "nothing";
    }

    /** Ranges of 10 000 bytes, as in section 14.1.2, by first byte and length. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-499 | 0+500",
                "bytes=500-999 | 500+500",
                "bytes=-500 | 9500+500",
                "bytes=9500- | 9500+500",
                "bytes=0-0,-1 | 0+1 9999+1",
                "bytes= 0-999, 4500-5499, -1000 | 0+1000 4500+1000 9000+1000",
                "bytes=500-600,601-999 | 500+101 601+399",
                "bytes=500-700,601-999 | whole",
                "Bytes=0-0 | 0+1",
                "bytes=0-,5-6 | whole",
                "bytes=9999-0009999 | 9999+1",
                // beyond the end
                "bytes=9990-20000 | 9990+10",
                "bytes=9990-99999999999999999999999 | 9990+10",
                "bytes=-20000 | 0+10000",
                "bytes=-99999999999999999999999 | 0+10000",
                "bytes=0- | 0+10000",
                "bytes=10000- | nothing",
                "bytes=10000-10001 | nothing",
                "bytes=99999999999999999999999- | nothing",
                "bytes=-0 | nothing",
                "bytes=-0,10000- | nothing",
                "bytes=-0,1-1,10000- | 1+1",
                // in any order, and with empty elements
                "bytes=5-5,1-1 | 5+1 1+1",
                "bytes=,, 1-1 ,\t, | 1+1",
                // malformed
                "bytes= | nothing",
                "bytes=, | nothing",
                "bytes=- | nothing",
                "bytes=5 | nothing",
                "bytes=5-4 | nothing",
                "bytes=1-1,5-4 | nothing",
                "bytes=a-b | nothing",
                "bytes=--1 | nothing",
                "bytes=1-2-3 | nothing",
                "bytes=1 -2 | nothing",
                "bytes=+1-2 | nothing",
                "bytes=\u0661-\u0662 | nothing",
                // other units
                "lines=0-5 | whole",
                "bytes 0-5 | whole",
                "bytes =0-5 | whole",
                "0-5 | whole",
                // at most eight
                "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14 | 0+1 2+1 4+1 6+1 8+1 10+1 12+1 14+1",
                "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16 | whole",
                "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,x | whole"
            })
    void selects(String range, String expected) {
        assertEquals(expected, shown(RangeSelection.parse(range, 10_000)));
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-, whole", "bytes=-5, whole", "bytes=5-, whole", "bytes=x, whole"})
    void ignoresRangesOfNothing(String range, String expected) {
        assertEquals(expected, shown(RangeSelection.parse(range, 0)));
    }

    @Test
    void writesContentRanges() {
        assertEquals("bytes 500-999/1234", new ByteRange(500, 500).contentRange(1234));
    }

    @Test
    void selectsAsAReferenceDoes() {
        long seed = 9110;
        Random random = new Random(seed);
        String alphabet = "0123456789--,, \tx";
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder range = new StringBuilder("bytes=");
            int pieces = random.nextInt(12);
            for (int j = 0; j < pieces; j++) {
                switch (random.nextInt(6)) {
                    case 0 -> range.append(alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> range.append(",-").append(random.nextInt(25));
                    case 2 -> range.append(random.nextInt(25)).append("-,");
                    default -> {
                        int from = random.nextInt(25);
                        int to = from + random.nextInt(4) - (random.nextInt(20) == 0 ? 3 : 0);
                        range.append(from).append('-').append(to);
                        range.append(random.nextBoolean() ? "," : " , ");
                    }
                }
            }
            int length = random.nextInt(24);
            String text = range.toString();
            assertEquals(
                    reference(text, length),
                    shown(RangeSelection.parse(text, length)),
                    () -> "seed " + seed + ", \"" + text + "\" of " + length);
        }
    }

    /** Selects with a bit for each byte, and without a bound of numbers. */
    private static String reference(String text, int length) {
        Pattern element = Pattern.compile("(\\d*)-(\\d*)");
        BitSet taken = new BitSet(length);
        List<String> parts = new ArrayList<>();
        boolean overlapping = false;
        int count = 0;
        for (String piece : text.substring("bytes=".length()).split(",", -1)) {
            String trimmed = piece.replaceAll("^[ \t]+|[ \t]+$", "");
            if (length == 0) {
                return "whole";
            } else if (trimmed.isEmpty()) {
                continue;
            } else if (++count > 8) {
                return "whole";
            }
            Matcher numbers = element.matcher(trimmed);
            if (!numbers.matches() || trimmed.equals("-")) {
                return "nothing";
            }
            BigInteger end = BigInteger.valueOf(length);
            BigInteger first;
            BigInteger last;
            if (numbers.group(1).isEmpty()) {
                first = end.subtract(new BigInteger(numbers.group(2))).max(BigInteger.ZERO);
                last = end.subtract(BigInteger.ONE);
            } else {
                first = new BigInteger(numbers.group(1));
                last = numbers.group(2).isEmpty() ? first.max(end) : new BigInteger(numbers.group(2));
                if (last.compareTo(first) < 0) {
                    return "nothing";
                }
            }
            BitSet bytes = new BitSet(length);
            for (int at = 0; at < length; at++) {
                BigInteger index = BigInteger.valueOf(at);
                bytes.set(at, index.compareTo(first) >= 0 && index.compareTo(last) <= 0);
            }
            if (!bytes.isEmpty()) {
                overlapping |= bytes.intersects(taken);
                taken.or(bytes);
                parts.add(bytes.nextSetBit(0) + "+" + bytes.cardinality());
            }
        }
        if (parts.isEmpty()) {
            return "nothing";
        }
        return overlapping ? "whole" : String.join(" ", parts);
    }
}
