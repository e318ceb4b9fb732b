package org.cellnest.runtime.deploy.jar;

import java.util.List;

/**
 * Orders versions of deployments as Maven does. Numbers are ordered by value ({@code 1.9 < 1.10}), and trailing zeros
 * are dropped ({@code 1.0} equals {@code 1}). Qualifiers are ordered as {@code alpha < beta < milestone < rc, cr <
 * snapshot < no qualifier, final, ga, release < sp < any other}. No version is below every version. Build metadata
 * after a {@code +} does not count, as in Semantic Versioning 2.0, rule 10. Immutable.
 *
 * @see <a href="https://maven.apache.org/pom.html#version-order-specification">Maven's version order</a>
 */
public record Version(String text) implements Comparable<Version> {
    /** The version of a file that has none. */
    static final Version NONE = new Version("");

    @Override
    public int compareTo(Version other) {
        if (text.isEmpty() || other.text.isEmpty()) {
            return Boolean.compare(!text.isEmpty(), !other.text.isEmpty());
        }
        List<VersionToken> mine = VersionToken.of(withoutBuild());
        List<VersionToken> theirs = VersionToken.of(other.withoutBuild());
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            int order = at(mine, i).compareTo(at(theirs, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private String withoutBuild() {
        int build = text.indexOf('+');
        return build < 0 ? text : text.substring(0, build);
    }

    private static VersionToken at(List<VersionToken> tokens, int index) {
        return index < tokens.size() ? tokens.get(index) : VersionToken.END;
    }

    @Override
    public String toString() {
        return text;
    }
}
