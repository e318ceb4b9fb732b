package org.cellnest.runtime.deploy.jar;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;
import org.jspecify.annotations.Nullable;

/** Reads kind, deployment and version from the names of files in the deploy directory. Stateless. */
public final class FileNames {
    public static final String JAR = ".jar";
    static final String CLASSES = ".cell";
    public static final String CONF = ".conf";
    public static final String FAILED = ".failed";

    /** The valid names of deployments, which name folders and appear in logs. */
    public static final Pattern DEPLOYMENT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,126}");

    public static final String DEPLOYMENT_NAME_EXPECTED = "1 to 127 of A-Z a-z 0-9 . _ -, the first a letter or digit";

    /** A pattern of Maven's qualifiers with or without a number, and of the time and number of a deployed snapshot. */
    private static final String QUALIFIER = "(?:alpha|beta|milestone|rc|cr|snapshot|ga|final|release|sp)"
            + "(?:[.-]?[0-9][0-9.]*)?|[abm][0-9]+|[0-9]{8}\\.[0-9]{6}-[0-9]+";

    private static final Pattern VERSIONED =
            Pattern.compile("(.+?)-([0-9][a-z0-9._+]*(?:-(?:" + QUALIFIER + "))*)", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    /** Returns the name of an entry; characters that the locale cannot spell are replaced. */
    static String of(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    /** Returns the kind of an entry by its name; null if the entry is ignored. */
    public static @Nullable Kind kind(Path entry) {
        String name = of(entry);
        return name.startsWith(".") ? null : kindOf(name);
    }

    /** Returns the kind of a name's suffix in any case; null for another suffix. */
    public static @Nullable Kind kindOf(String name) {
        for (Kind kind : Kind.values()) {
            if (hasSuffix(name, kind)) {
                return kind;
            }
        }
        return null;
    }

    private static boolean hasSuffix(String name, Kind kind) {
        int from = name.length() - kind.suffix.length();
        return name.regionMatches(true, from, kind.suffix, 0, kind.suffix.length());
    }

    /** Whether a suffix is known but in another case, such as {@code x.JAR}. */
    public static boolean isMiscased(String name) {
        Kind kind = kindOf(name);
        return kind != null && !name.endsWith(kind.suffix);
    }

    /** Whether the name of an entry finds the entry again, and can stand in one line of a log. */
    static boolean isSpelled(Path entry) {
        String name = of(entry);
        try {
            return name.codePoints().noneMatch(FileNames::breaksLines)
                    && entry.resolveSibling(name).equals(entry);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean breaksLines(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** Returns the bytes of an entry's name in percent-encoding, which any locale can spell. */
    static String escaped(Path entry) {
        String path = entry.toUri().getRawPath();
        String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Returns the character set of file names, which the locale determines. */
    static String charset() {
        return System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
    }

    /** Returns the deployment that an entry belongs to, unless a manifest names another. */
    public static String deployment(String fileName) {
        String stem = stem(fileName);
        if (kindOf(fileName) == Kind.CONF) {
            return stem;
        }
        Matcher versioned = VERSIONED.matcher(stem);
        return versioned.matches() ? versioned.group(1) : stem;
    }

    /**
     * Returns the version at the end of a file's name. It begins with a digit after the last dash; dashes before
     * Maven's qualifiers do not count. {@link Version#NONE} without a version.
     */
    public static Version version(String fileName) {
        Matcher versioned = VERSIONED.matcher(stem(fileName));
        return versioned.matches() ? new Version(versioned.group(2)) : Version.NONE;
    }

    private static String stem(String fileName) {
        Kind kind = kindOf(fileName);
        return kind == null ? fileName : fileName.substring(0, fileName.length() - kind.suffix.length());
    }
}
