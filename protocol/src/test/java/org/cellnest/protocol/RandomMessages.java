package org.cellnest.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cellnest.buffer.Slice;

/** Messages of every type with values by chance, from the shortest to the odd. */
final class RandomMessages {
    private static final String TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    Message ofAnyType() {
        return of(anyOf(MessageType.values()));
    }

    Message of(MessageType type) {
        return switch (type) {
            case HELLO ->
                new Hello(
                        1,
                        id(),
                        id(),
                        random.nextInt(1, 10_000),
                        random.nextInt(1, 10),
                        random.nextBoolean(),
                        Limits.DEFAULT.withMaxMessageBytes(random.nextInt(1024, 1 << 30)));
            case REGISTER ->
                new Register(
                        random.nextBoolean() ? PeerKind.CELL : PeerKind.GATEWAY,
                        id(),
                        id(),
                        random.nextLong(1, Long.MAX_VALUE),
                        random.nextInt(0, 1 << 20),
                        random.nextInt(1, 1001),
                        map(8),
                        deployments(),
                        random.nextInt(0, 257),
                        random.nextBoolean() ? null : hint(),
                        failures(),
                        random.nextBoolean() ? null : text(30),
                        text(20),
                        random.nextBoolean() ? null : "%064x".formatted(random.nextLong(1, Long.MAX_VALUE)),
                        random.nextInt(0, 1 << 20),
                        random.nextInt(0, 1 << 20));
            case WELCOME ->
                new Welcome(
                        id(),
                        random.nextLong(1, Long.MAX_VALUE),
                        random.nextBoolean(),
                        random.nextInt(0, (1 << 20) + 1),
                        verdicts());
            case REJECT -> new Reject(id(), text(200));
            case HEARTBEAT ->
                new Heartbeat(
                        random.nextLong(),
                        random.nextInt(0, Integer.MAX_VALUE),
                        random.nextInt(0, Integer.MAX_VALUE),
                        random.nextInt(0, Integer.MAX_VALUE),
                        counters());
            case DRAIN -> new Drain();
            case GOODBYE -> new Goodbye();
            case ROUTES -> new Routes(random.nextLong(1, Long.MAX_VALUE), random.nextInt(1, 257), routes());
            case JOIN -> new Join(id(), random.nextInt(1, 256), random.nextBoolean() ? null : hint());
            case CHALLENGE -> new Challenge(bytes(32), bytes(32));
            case PROVE -> new Prove(bytes(32));
            case DESCRIBE -> new Describe(random.nextLong(0, Long.MAX_VALUE), random.nextLong(0, Long.MAX_VALUE));
            case LOG_LEVEL ->
                new LogLevel(
                        id(),
                        random.nextBoolean() ? null : LogLevel.LEVELS.get(random.nextInt(LogLevel.LEVELS.size())));
            case DESCRIPTION ->
                new Description(
                        random.nextLong(1, Long.MAX_VALUE),
                        random.nextLong(0, Long.MAX_VALUE),
                        random.nextLong(0, Long.MAX_VALUE),
                        map(5),
                        routes());
            case REQUEST -> request();
            case REPLY ->
                new Reply(
                        random.nextLong(),
                        random.nextInt(1 << 16),
                        random.nextInt(200, 600),
                        fields(),
                        Slice.of(bytes(random.nextInt(2000))));
            case CANCEL -> new Cancel(random.nextLong(), anyOf(Cancel.Reason.values()));
            case REFUSE -> new Refuse(random.nextLong(), anyOf(ErrorCode.values()), text(100));
            case DEADLINE -> new Deadline(random.nextLong(), random.nextInt(0, Integer.MAX_VALUE));
            case DATA ->
                new Data(
                        random.nextLong(),
                        random.nextInt(1 << 16),
                        random.nextLong(Long.MAX_VALUE),
                        Slice.of(bytes(random.nextInt(6_000))));
            case CREDIT -> new Credit(random.nextLong(), random.nextLong(Long.MAX_VALUE));
            case RESET ->
                new Reset(
                        random.nextLong(),
                        random.nextInt(Reset.MINE, Reset.BOTH + 1),
                        anyOf(ErrorCode.values()),
                        text(60));
        };
    }

    private List<JarFailure> failures() {
        return random.ints(random.nextInt(4), 0, 1000)
                .mapToObj(n -> new JarFailure(text(20), text(20), text(200), n))
                .toList();
    }

    private <T> T anyOf(T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }

    private Request request() {
        String method = random.nextInt(4) == 0
                ? token(1, 32)
                : List.of("GET", "POST", "PATCH").get(random.nextInt(3));
        return new Request(
                random.nextLong(),
                random.nextInt(1 << 16),
                random.nextInt(0, Integer.MAX_VALUE),
                random.nextInt(),
                method,
                random.nextBoolean(),
                anyOf(HttpVersion.values()),
                "/" + text(60),
                random.nextBoolean() ? "" : token(1, 50),
                fields(),
                Slice.of(bytes(random.nextInt(2000))));
    }

    private Fields fields() {
        List<String> strings = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            strings.add((random.nextInt(5) == 0 ? ":" : "") + token(1, 20));
            strings.add(latin1(random.nextInt(40)));
        }
        return Fields.of(strings.toArray(String[]::new));
    }

    private List<DeploymentInfo> deployments() {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> new DeploymentInfo(i + text(20), text(20), text(20), map(5), random.nextBoolean()))
                .toList();
    }

    private List<DeploymentVerdict> verdicts() {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> new DeploymentVerdict(i + text(20), random.nextBoolean(), id(), text(50), text(50)))
                .toList();
    }

    private List<RouteInfo> routes() {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> new RouteInfo(
                        "d" + text(20),
                        random.nextInt(1, Integer.MAX_VALUE),
                        "/" + text(30),
                        List.of(token(1, 32), "GET"),
                        random.nextInt(0, 86_400_001),
                        List.of(Boolean.TRUE, Boolean.FALSE).get(random.nextInt(2)),
                        random.nextBoolean(),
                        text(50),
                        List.of(map(5), map(5)),
                        text(20),
                        random.nextBoolean() ? null : text(200),
                        random.nextBoolean() ? null : text(200)))
                .toList();
    }

    private Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            counters.put(text(30), random.nextLong());
        }
        return counters;
    }

    private Map<String, String> map(int max) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = random.nextInt(max); i > 0; i--) {
            map.put("k" + text(20), text(40));
        }
        return map;
    }

    private KeyHint hint() {
        return new KeyHint(id(), bytes(32));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String id() {
        return string(1, 40, "abcXYZ019-._~:/@{}\"\\'&<>!");
    }

    private String token(int min, int max) {
        return string(min, max, TOKEN);
    }

    private String latin1(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            char c = (char) random.nextInt(256);
            if ((c >= ' ' && c != 0x7f) || c == '\t') {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Up to so many characters, one of which is beyond the basic plane. */
    private String text(int max) {
        int[] points = "aZ09 /{}\"\\'é€\u4e2d\ud83d\udc1d".codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max / 2 + 1); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private String string(int min, int max, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(min, max + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
