package org.cellnest.cell;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reduces a client's name of a file to one that is fit for a folder. Stateless. */
final class SafeFileName {
    /** The longest name of most file systems is 255 bytes; what is left lets a cell add a prefix. */
    private static final int MAX_BYTES = 200;

    private static final int MAX_EXTENSION = 20;
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029<>:\"|?*]");
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\\..*)?");

    private SafeFileName() {}

    static Optional<String> of(String sent) {
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        name = cut(UNSAFE.matcher(name).replaceAll("_"));
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || Character.isWhitespace(name.charAt(end - 1)))) {
            end--;
        }
        name = name.substring(0, end);
        if (name.startsWith(".")) {
            name = "_" + name.substring(1);
        }
        return present(DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches() ? "_" + name : name);
    }

    static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Cuts whole characters before the extension, which tells the kind of the file. */
    private static String cut(String name) {
        if (bytes(name) <= MAX_BYTES) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 || bytes(name.substring(dot)) > MAX_EXTENSION ? "" : name.substring(dot);
        int room = MAX_BYTES - bytes(extension);
        int end = 0;
        while (end < name.length()) {
            int next = name.offsetByCodePoints(end, 1);
            room -= bytes(name.substring(end, next));
            if (room < 0) {
                break;
            }
            end = next;
        }
        return name.substring(0, end) + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
