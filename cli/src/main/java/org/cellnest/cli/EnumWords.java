package org.cellnest.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Parses a word as a constant of an enum, by the constant's {@code toString}. */
final class EnumWords {
    private EnumWords() {}

    static <E extends Enum<E>> E parse(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.toString().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        throw new TypeConversionException(word + " (expected: "
                + Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "))
                + ")");
    }
}
