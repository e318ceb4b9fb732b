package org.cellnest.runtime.deploy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of files in the deploy directory say. Stateless. */
final class FileNames {
    static final String JAR = ".jar";
    static final String CLASSES = ".cell";
    static final String CONF = ".conf";
    static final String FAILED = ".failed";

    /** What a deployment may be called; it names folders and appears in logs. */
    static final Pattern DEPLOYMENT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,126}");

    static final String DEPLOYMENT_NAME_EXPECTED = "1 to 127 of A-Z a-z 0-9 . _ -, the first a letter or digit";

    /** Maven's qualifiers with or without a number, and the time and number of a deployed snapshot. */
    private static final String QUALIFIER = "(?:alpha|beta|milestone|rc|cr|snapshot|ga|final|release|sp)"
            + "(?:[.-]?[0-9][0-9.]*)?|[abm][0-9]+|[0-9]{8}\\.[0-9]{6}-[0-9]+";

    private static final Pattern VERSIONED =
            Pattern.compile("(.+?)-([0-9][a-z0-9._+]*(?:-(?:" + QUALIFIER + "))*)", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    /** The deployment that a jar or folder of classes holds unless its manifest says otherwise. */
    static String deployment(String fileName) {
        String stem = stem(fileName);
        Matcher versioned = VERSIONED.matcher(stem);
        return versioned.matches() ? versioned.group(1) : stem;
    }

    /**
     * The version at the end of a file's name: what begins with a digit after the last dash, dashes before Maven's
     * qualifiers not counted. {@link Version#NONE} where there is none.
     */
    static Version version(String fileName) {
        Matcher versioned = VERSIONED.matcher(stem(fileName));
        return versioned.matches() ? new Version(versioned.group(2)) : Version.NONE;
    }

    private static String stem(String fileName) {
        String suffix = fileName.endsWith(JAR) ? JAR : CLASSES;
        return fileName.endsWith(suffix) ? fileName.substring(0, fileName.length() - suffix.length()) : fileName;
    }
}
