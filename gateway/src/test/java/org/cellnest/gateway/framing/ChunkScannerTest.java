package org.cellnest.gateway.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cellnest.gateway.framing.ReferenceChunks.Reading;
import org.cellnest.gateway.framing.ReferenceChunks.Verdict;
import org.cellnest.gateway.rules.LocalReply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkScannerTest {
    private static final int MAX_EXTRA = 64;
    private static final int SEEDS = 20_000;

    /** What the scanner made of an input that came in pieces. */
    private record Scan(Verdict verdict, int at, @Nullable LocalReply refusal) {}

    private static Scan scan(String input, int... cuts) {
        ChunkScanner scanner = new ChunkScanner(MAX_EXTRA);
        scanner.begin();
        ByteBuffer octets = ByteBuffer.wrap(input.getBytes(StandardCharsets.ISO_8859_1));
        int at = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int end = i < cuts.length ? cuts[i] : input.length();
            at = scanner.scan(octets, at, end);
            if (scanner.refusal() != null) {
                return new Scan(Verdict.MALFORMED, at, scanner.refusal());
            }
            if (scanner.isWhole()) {
                return new Scan(Verdict.WHOLE, at, null);
            }
            assertEquals(end, at, input);
        }
        return new Scan(Verdict.INCOMPLETE, at, null);
    }

    private static int[] everyOctet(String input) {
        int[] cuts = new int[input.length()];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i + 1;
        }
        return cuts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r\n",
                "000\r\n\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
                "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n",
                "5;a\r\nhello\r\n0;b=c\r\n\r\n",
                "5 ; a\t=\t\"x;\\\"y\" ; b=c\r\nhello\r\n0\r\n\r\n",
                "2\r\n\r\n\r\n0\r\n\r\n",
                "1\r\nx\r\n0\r\nX-Sum: 1\r\nEmpty:\r\n\r\n"
            })
    void findsTheEndWhereverTheBodyIsCut(String body) {
        String input = body + "GET / HTTP/1.1\r\n";
        for (int cut = 1; cut < input.length(); cut++) {
            assertEquals(new Scan(Verdict.WHOLE, body.length(), null), scan(input, cut), "cut at " + cut);
        }
        assertEquals(new Scan(Verdict.WHOLE, body.length(), null), scan(input, everyOctet(input)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "\r\n",
                " 5\r\n",
                "5 \r\n",
                "+5\r\n",
                "0x5\r\n",
                "-1\r\n",
                "5\n",
                "5\r\r\n",
                "5;\r\n",
                "5;=a\r\n",
                "5;a=\r\n",
                "5;a b\r\n",
                "5;a\nb\r\n",
                "5;a=\"x\ny\"\r\n",
                "5;a=\"x\"y\r\n",
                "5,a\r\n",
                "5\r\nhello0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r0\r\n\r\n",
                "5\r\nhelloX\r\n",
                "5\r\nhello\r\n\r\n0\r\n\r\n",
                "5\r\nhello\r\nzz\r\n",
                "0\r\nX\r\n",
                "0\r\nX : 1\r\n",
                "0\r\n: 1\r\n",
                "0\r\nX: 1\n",
                "0\r\nX: 1\r\n folded\r\n",
                "0\r\nX: \u0000\r\n",
                "0\n\r\n",
                "0\r\n\n",
                "0\r\n\rX",
                "ffffffffffffffff\r\n",
                "10000000000000000\r\n",
                "000000000000000000000000000000000\r\n"
            })
    void refusesWhatIsNotExactlyAChunkedBody(String body) {
        Scan whole = scan(body);
        assertEquals(Verdict.MALFORMED, whole.verdict(), body);
        assertEquals(whole, scan(body, everyOctet(body)), body);
        LocalReply refusal = whole.refusal();
        assertTrue(refusal != null && refusal.status() == 400 && refusal.close(), body);
    }

    @Test
    void boundsWhatIsNoData() {
        String extension = ";" + "a".repeat(40);
        assertEquals(Verdict.INCOMPLETE, scan("1" + extension + "\r\nx\r\n").verdict());
        Scan extensions = scan(("1" + extension + "\r\nx\r\n").repeat(2));
        assertEquals(Verdict.MALFORMED, extensions.verdict());
        LocalReply trailer = scan("0\r\n" + "X: 1234567890\r\n".repeat(5)).refusal();
        assertTrue(trailer != null && trailer.status() == 431, () -> "refused with " + trailer);
    }

    @Test
    void forgetsTheLastBodyWhenAnotherBegins() {
        ChunkScanner scanner = new ChunkScanner(MAX_EXTRA);
        for (String body :
                List.of("5;" + "a".repeat(50) + "\r\nhello\r\n0\r\n\r\n", "zz", "1;" + "b".repeat(50) + "\r\n")) {
            scanner.begin();
            assertFalse(scanner.isWhole());
            scanner.scan(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)), 0, body.length());
            assertEquals(body.equals("zz"), scanner.refusal() != null);
        }
    }

    @Test
    void agreesWithTheReferenceOnAnyInput() {
        Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            String input = input(random);
            Reading expected = ReferenceChunks.read(input);
            int cut = input.isEmpty() ? 0 : random.nextInt(input.length());
            Scan scan = random.nextBoolean() ? scan(input, cut) : scan(input, everyOctet(input));
            String what = "seed " + seed + ": " + input.replace("\r", "\\r").replace("\n", "\\n");
            assertEquals(expected.verdict(), scan.verdict(), what);
            if (expected.verdict() == Verdict.WHOLE) {
                assertEquals(expected.length(), scan.at(), what);
            }
            seen.merge(expected.verdict(), 1, Integer::sum);
        }
        for (Verdict verdict : Verdict.values()) {
            assertTrue(
                    seen.getOrDefault(verdict, 0) > SEEDS / 20, () -> "too few of a kind to prove anything: " + seen);
        }
    }

    /** A body, of which some octets may have been changed, left out or put in. */
    private static String input(Random random) {
        StringBuilder body = new StringBuilder();
        for (int chunk = random.nextInt(3); chunk > 0; chunk--) {
            int size = 1 + random.nextInt(20);
            body.append(Integer.toHexString(size)).append(extension(random)).append("\r\n");
            for (int i = 0; i < size; i++) {
                body.append("\r\n0a:;\"".charAt(random.nextInt(7)));
            }
            body.append("\r\n");
        }
        body.append('0').append(extension(random)).append("\r\n");
        body.append(random.nextInt(4) == 0 ? "X-Sum: 1\r\n" : "").append("\r\n");
        String alphabet = "\r\n 0af;:=\"\\\tzG/\u0000\u00e9";
        for (int change = random.nextInt(3); change > 0; change--) {
            int at = random.nextInt(body.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(4)) {
                case 0 -> body.setCharAt(at, c);
                case 1 -> body.deleteCharAt(at);
                case 2 -> body.insert(at, c);
                default -> body.setLength(at + 1);
            }
        }
        return body.toString();
    }

    private static String extension(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> ";a";
            case 1 -> " ; a = b";
            case 2 -> ";a=\"q \\\" r\"";
            default -> "";
        };
    }
}
