package org.cellnest.protocol;

import static org.cellnest.protocol.SameMessage.assertSame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keeps the examples and tables of docs/protocol.md true. */
class ProtocolPageTest {
    private static final Path PAGE = Path.of("..", "docs", "protocol.md");
    private static final Set<MessageType> JSON = EnumSet.of(
            MessageType.HELLO,
            MessageType.REGISTER,
            MessageType.WELCOME,
            MessageType.REJECT,
            MessageType.ROUTES,
            MessageType.JOIN,
            MessageType.DESCRIBE,
            MessageType.DESCRIPTION,
            MessageType.LOG_LEVEL);

    /** A fenced block whose info string is {@code wire} and the types of its records. */
    private record Example(String title, List<MessageType> types, byte[] frame) {}

    @Test
    void everyTypeHasAnExample() throws IOException {
        Set<MessageType> missing = EnumSet.allOf(MessageType.class);
        examples().forEach(example -> missing.removeAll(example.types()));
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyExampleIsWhatItsTitleSays() throws IOException, ProtocolException {
        for (Example example : examples()) {
            List<WireRecord> records = Batch.parse(example.frame(), Limits.DEFAULT);
            assertEquals(example.types(), records.stream().map(WireRecord::type).toList(), example.title());
        }
    }

    @Test
    void everyExampleIsWhatTheCodecWrites() throws IOException, ProtocolException {
        for (Example example : examples()) {
            BatchWriter writer = new BatchWriter(Limits.DEFAULT);
            for (WireRecord record : Batch.parse(example.frame(), Limits.DEFAULT)) {
                Message message = MessageCodec.decode(record);
                assertSame(message, RawRecords.decode(MessageCodec.encode(message)));
                MessageCodec.encode(message, writer);
            }
            if (example.types().stream().noneMatch(JSON::contains)) {
                assertEquals(hex(example.frame()), hex(writer.poll()), example.title());
            }
        }
    }

    @Test
    void theExampleOfAKeyIsTrue() throws IOException, ProtocolException {
        assertTrue(page().contains("With the key `correct horse battery staple`, whose key-id is `e80f3a0e`,"));
        KeyProof key = new KeyProof("correct horse battery staple");
        byte[] frame = example(MessageType.REGISTER).frame();
        Register register = (Register) RawRecords.decode(frame);
        Challenge challenge =
                (Challenge) RawRecords.decode(example(MessageType.CHALLENGE).frame());
        Prove prove = (Prove) RawRecords.decode(example(MessageType.PROVE).frame());
        KeyHint hint = register.key();
        assertNotNull(hint);
        assertEquals(key.keyId(), hint.id());
        assertArrayEquals(key.ofRouter(hint.nonce(), challenge.nonce()), challenge.proof());
        assertArrayEquals(
                key.ofPeer(
                        register.kind(),
                        register.id(),
                        register.incarnation(),
                        0,
                        hint.nonce(),
                        challenge.nonce(),
                        new WireRecord(frame, 0, frame.length)),
                prove.proof());
    }

    @Test
    void theTableOfTypesIsTrue() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String row : table("| type | name | from -> to | body |")) {
            rows.add(
                    column(row, 1) + " " + column(row, 2) + " " + column(row, 4).equals("JSON"));
        }
        assertEquals(
                Arrays.stream(MessageType.values())
                        .map(type -> String.format(Locale.ROOT, "0x%02x %s %s", type.code(), type, JSON.contains(type)))
                        .toList(),
                rows);
    }

    @Test
    void theTableOfErrorsIsTrue() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String row : table("| number | name | meaning |")) {
            rows.add(column(row, 1) + " " + column(row, 2));
        }
        assertEquals(
                Arrays.stream(ErrorCode.values())
                        .map(code -> code.number() + " " + code.wireName())
                        .toList(),
                rows);
    }

    @Test
    void theTableOfFlagsIsTrue() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String row : table("| flag | name | meaning |")) {
            rows.add(column(row, 1) + " " + column(row, 2));
        }
        assertEquals(
                List.of(
                        row(Flags.MORE, "MORE"),
                        row(Flags.RETRIED, "RETRIED"),
                        row(Flags.FROM_CELL, "FROM_CELL"),
                        row(Flags.NEST, "NEST"),
                        row(Flags.REPEATABLE, "REPEATABLE"),
                        row(Flags.TIMED, "TIMED"),
                        row(Flags.AGED, "AGED"),
                        row(Flags.NAMED, "NAMED")),
                rows);
    }

    private static String row(int flag, String name) {
        return String.format("0x%04x %s", flag, name);
    }

    private static Example example(MessageType type) throws IOException {
        return examples().stream()
                .filter(example -> example.types().equals(List.of(type)))
                .findFirst()
                .orElseThrow();
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        List<String> lines = page().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```wire ")) {
                String title = lines.get(i).substring("```wire ".length());
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                for (i++; !lines.get(i).equals("```"); i++) {
                    bytes.writeBytes(bytesOf(lines.get(i)));
                }
                examples.add(new Example(
                        title,
                        Arrays.stream(title.split(" ", -1))
                                .map(MessageType::valueOf)
                                .toList(),
                        bytes.toByteArray()));
            }
        }
        return examples;
    }

    private static byte[] bytesOf(String line) {
        if (line.startsWith("> ")) {
            return line.substring(2).getBytes(StandardCharsets.US_ASCII);
        }
        int remark = line.indexOf(';');
        return HexFormat.of().parseHex((remark < 0 ? line : line.substring(0, remark)).replace(" ", ""));
    }

    private static List<String> table(String header) throws IOException {
        List<String> rows = page().lines()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        if (rows.isEmpty()) {
            fail("no table under " + header);
        }
        return rows;
    }

    private static String column(String row, int index) {
        return row.split("\\|", -1)[index].strip();
    }

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    private static String hex(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex(bytes);
    }
}
