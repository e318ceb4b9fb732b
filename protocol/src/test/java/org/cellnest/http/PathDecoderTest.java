package org.cellnest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathDecoderTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "//, //",
        "/a/, /a/",
        "/a//b, /a//b",
        "/a%20b, '/a b'",
        "/%61, /a",
        "/%C3%A9, /é",
        "/%e2%82%ac, /€",
        "/%F0%9F%90%9D, /🐝",
        "/a;b=c/d, /a;b=c/d",
        "/a+b, /a+b",
        "/~a!$&'()*=:@[x], /~a!$&'()*=:@[x]",
        "/..., /...",
        "/.a, /.a",
        "/a., /a.",
        "/..a/b.., /..a/b..",
        "/%25, /%",
        "/%252e, /%2e",
        "/%3F%23, /?#",
        "/%EF%BF%BD, /\uFFFD",
    })
    void decodesOnce(String raw, String path) throws BadPathException {
        // The CSV reader leaves '' around what has quotes in it.
        assertEquals(path.replace("''", "'"), PathDecoder.decode(raw.replace("''", "'")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "%2F",
                "/%",
                "/%2",
                "/%zz",
                "/%2g",
                "/%-1",
                "/% 1",
                "/%２０",
                "/%u0041",
                "/a b",
                "/\u00e9",
                "/\u0000",
                "/a\tb",
                "/<",
                "/>",
                "/\"",
                "/`",
                "/{",
                "/}",
                "/|",
                "/^",
                "/\\",
                "/#",
                "/?",
                "/\u007f",
                "/%2f",
                "/%2F",
                "/%5c",
                "/%5C",
                "/%00",
                "/%0a",
                "/%0D",
                "/%1f",
                "/%7f",
                "/%C2%80",
                "/%C2%9F",
                "/%80",
                "/%C0%AF",
                "/%C1%81",
                "/%E0%80%AF",
                "/%F0%80%80%AF",
                "/%F8%88%80%80%AF",
                "/%FE",
                "/%FF",
                "/%C3",
                "/%C3%",
                "/%C3a",
                "/%E2%82",
                "/%ED%A0%80",
                "/%ED%BF%BF",
                "/%F4%90%80%80",
                "/%F5%80%80%80",
                "/.",
                "/..",
                "/./",
                "/../",
                "/a/.",
                "/a/..",
                "/a/./b",
                "/a/../b",
                "/%2e",
                "/%2E%2e",
                "/.%2e/b",
                "/a/%2e%2e/b",
                "//..",
                "/../.."
            })
    void refuses(String raw) {
        BadPathException refused = assertThrows(BadPathException.class, () -> PathDecoder.decode(raw));
        assertFalse(refused.detail().isEmpty());
    }

    @Test
    void takesBackWhateverWasEncoded() throws BadPathException {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("x");
            int length = random.nextInt(8);
            for (int i = 0; i < length; i++) {
                int point = random.nextInt(random.nextBoolean() ? 0x300 : 0x110000);
                boolean usable = point >= 0xa0 && (point < 0xd800 || point > 0xdfff);
                text.appendCodePoint(usable ? point : 'a' + point % 26);
            }
            String encoded = URLEncoder.encode(text.toString(), StandardCharsets.UTF_8);
            assertEquals("/" + text, PathDecoder.decode("/" + encoded));
        }
    }

    @Test
    void letsNothingDangerousThrough() {
        Random random = new Random(2);
        List<String> pieces = List.of(
                "/", "%", ".", "..", "%2e", "%2f", "%5c", "%00", "a", "%c0", "%80", "%e2", "%82", "%ac", "%c3%a9",
                "%0a", "\\", " ", "é", "%ed", "%a0", "%f4", "%90", "~");
        for (int round = 0; round < 200_000; round++) {
            StringBuilder raw = new StringBuilder(random.nextInt(9) == 0 ? "" : "/");
            int length = random.nextInt(7);
            for (int i = 0; i < length; i++) {
                raw.append(pieces.get(random.nextInt(pieces.size())));
            }
            String path;
            try {
                path = PathDecoder.decode(raw.toString());
            } catch (BadPathException e) {
                continue;
            }
            assertHarmless(raw.toString(), path);
        }
    }

    private static void assertHarmless(String raw, String path) {
        assertEquals('/', path.charAt(0), raw);
        for (String segment : path.split("/", -1)) {
            assertFalse(segment.equals(".") || segment.equals(".."), raw);
        }
        assertFalse(path.indexOf('\\') >= 0, raw);
        assertFalse(path.chars().anyMatch(Character::isISOControl), raw);
        assertEquals(
                raw.chars().filter(c -> c == '/').count(),
                path.chars().filter(c -> c == '/').count(),
                raw);
        assertEquals(path, strictUtf8(raw), raw);
    }

    /** The same by the platform's decoder. */
    private static String strictUtf8(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put((byte) raw.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError(raw, e);
        }
    }
}
