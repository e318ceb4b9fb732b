package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A set of public keys that a listener admits, each with the name of its owner. Immutable.
 *
 * <p>As text in UTF-8, each line is a key in Z85, spaces or tabs, and a name of 1 to 64 printable ASCII characters
 * without a space. Blank lines and comments are skipped. Comments begin with {@code #}, a character of Z85. No key
 * begins with {@code #}, since its first five characters would exceed four bytes. Each key stands once; a name may
 * stand at several keys, as during a change from one key to the next.
 */
public final class AllowList {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_KEYS = 10_000;
    private static final int MAX_SHOWN = 16;
    private static final Pattern NAME = Pattern.compile("[!-~]{1,64}");
    private static final String EXPECTED_NAME = "a name of 1 to 64 printable ASCII characters without a space";
    private static final String HEAD =
            "# Who may connect: a public key and a name on each line. Read again when it changes.\n";

    private final Map<CurveKey, String> namesByKey;

    private AllowList(Map<CurveKey, String> namesByKey) {
        this.namesByKey = namesByKey;
    }

    /**
     * Reads a list from its file.
     *
     * @throws KeyFileException naming the file, the line if there is one, the text found and the text expected
     */
    public static AllowList read(Path file) throws KeyFileException {
        return parse(text(file, KeyFiles.read(file, MAX_BYTES)), file.toString());
    }

    /**
     * Parses a list from text.
     *
     * @param origin the origin of the text, for errors
     * @throws KeyFileException naming the origin, the line, the text found and the text expected
     */
    public static AllowList parse(String text, String origin) throws KeyFileException {
        Map<CurveKey, String> namesByKey = new LinkedHashMap<>();
        Map<CurveKey, Integer> linesByKey = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                readLine(origin, i + 1, line, namesByKey, linesByKey);
            }
        }
        return new AllowList(namesByKey);
    }

    private static void readLine(
            String origin, int number, String line, Map<CurveKey, String> namesByKey, Map<CurveKey, Integer> linesByKey)
            throws KeyFileException {
        String where = origin + ": " + number + ": ";
        String[] words = line.split("[ \t]+", 2);
        CurveKey key;
        try {
            key = CurveKey.decode(words[0]);
        } catch (IllegalArgumentException e) {
            // Not all of the word: whoever mistakes a file of secrets for this one must not find them in a log.
            throw new KeyFileException(where + "'" + shown(words[0]) + "': " + e.getMessage() + " (expected: a key of "
                    + CurveKey.EXPECTED + " and a name, or '# ...')");
        }
        if (words.length < 2) {
            throw new KeyFileException(where + "a key without a name (expected: " + EXPECTED_NAME + ")");
        }
        String name = words[1];
        if (!isName(name)) {
            throw new KeyFileException(where + "name '" + shown(name) + "' (expected: " + EXPECTED_NAME + ")");
        }
        Integer before = linesByKey.put(key, number);
        if (before != null) {
            throw new KeyFileException(where + "the key of " + name + " is that of " + namesByKey.get(key) + " on line "
                    + before + " (expected: each key once)");
        }
        if (namesByKey.size() == MAX_KEYS) {
            throw new KeyFileException(where + "one key more (expected: at most " + MAX_KEYS + ")");
        }
        namesByKey.put(key, name);
    }

    /** Whether a text is a valid name of a key's owner. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static String shown(String word) {
        String start = word.length() <= MAX_SHOWN ? word : word.substring(0, MAX_SHOWN / 2) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private static String text(Path file, byte[] bytes) throws KeyFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new KeyFileException(file + ": is no text (expected: UTF-8)");
        }
    }

    /**
     * Appends a key to the file of a list, or creates the file with it. A list that could not hold the key is left
     * unchanged.
     *
     * @return the line that was appended
     * @throws KeyFileException also if the list has the key already
     */
    public static String append(Path file, CurveKey key, String name) throws KeyFileException {
        String line = line(key, name);
        try {
            boolean exists = Files.exists(file);
            String before = exists ? text(file, KeyFiles.read(file, MAX_BYTES)) : "";
            String more = (exists ? (before.isEmpty() || before.endsWith("\n") ? "" : "\n") : HEAD) + line + "\n";
            if (before.length() + more.length() > MAX_BYTES) {
                throw new KeyFileException(file + ": would be larger (expected: at most " + MAX_BYTES + " bytes)");
            }
            parse(before + more, file.toString());
            Files.writeString(
                    file,
                    more,
                    exists ? StandardOpenOption.APPEND : StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            return line;
        } catch (IOException e) {
            throw KeyFileException.of(file, e);
        }
    }

    /**
     * Formats a key and its name as a line of a list.
     *
     * @throws IllegalArgumentException if the name is no {@linkplain #isName name}
     */
    public static String line(CurveKey key, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: " + EXPECTED_NAME + ")");
        }
        return key + " " + name;
    }

    /** Returns the name of a key's owner, or null if the key is not in the list. */
    public @Nullable String nameOf(CurveKey key) {
        return namesByKey.get(key);
    }

    /** Returns the number of keys. */
    public int size() {
        return namesByKey.size();
    }

    /** Returns the names of entries that are missing in another list, in the order of their lines. */
    List<String> namesBeyond(AllowList other) {
        List<String> names = new ArrayList<>();
        namesByKey.forEach((key, name) -> {
            if (!name.equals(other.nameOf(key))) {
                names.add(name);
            }
        });
        return names;
    }

    /** Whether the other list admits the same keys under the same names. */
    @Override
    public boolean equals(Object other) {
        return other instanceof AllowList list && namesByKey.equals(list.namesByKey);
    }

    @Override
    public int hashCode() {
        return namesByKey.hashCode();
    }

    /** Returns the number of keys, in words. */
    @Override
    public String toString() {
        return size() == 1 ? "1 key" : size() + " keys";
    }
}
