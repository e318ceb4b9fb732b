package org.cellnest.runtime.handler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Refuses classes that only a databind of the cell's own could read or write. These are classes with annotations of
 * databind, which name serializers, builders and the like of that databind, and its trees. The host cannot obey such
 * annotations. The JVM even drops them if the cell lacks databind, so they are searched for in the class files.
 * Stateless.
 */
final class DatabindUse {
    /** The packages of annotations of Jackson 2 and 3, as the prefixes of descriptors in class files. */
    private static final List<String> ANNOTATIONS =
            List.of("Lcom/fasterxml/jackson/databind/annotation/", "Ltools/jackson/databind/annotation/");

    private static final List<String> LIBRARIES =
            List.of("com.fasterxml.jackson.databind.", "com.fasterxml.jackson.core.", "tools.jackson.");
    private static final int MAX_NAME = 60;

    private DatabindUse() {}

    /** @throws IllegalArgumentException for such a class, or a class that extends one */
    static void refuse(Class<?> type) {
        if (isPlatform(type)) {
            return;
        }
        for (String library : LIBRARIES) {
            if (type.getName().startsWith(library)) {
                throw new IllegalArgumentException(
                        type.getName() + " (expected: a record, class or Map, not a type of Jackson's)");
            }
        }
        TreeSet<String> names = new TreeSet<>();
        String text = new String(classFile(type), StandardCharsets.ISO_8859_1);
        for (String prefix : ANNOTATIONS) {
            for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
                int end = text.indexOf(';', at);
                int begin = at + prefix.length();
                if (end > begin && end - begin <= MAX_NAME) {
                    names.add("@" + text.substring(begin, end));
                }
            }
        }
        if (!names.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", names) + " of " + type.getName()
                    + " cannot be obeyed (expected: annotations of com.fasterxml.jackson.annotation alone, such as"
                    + " @JsonProperty; those of databind belong to a mapper of the cell's own)");
        }
        for (Class<?> above : above(type)) {
            refuse(above);
        }
    }

    private static List<Class<?>> above(Class<?> type) {
        List<Class<?>> above = new ArrayList<>(Arrays.asList(type.getInterfaces()));
        if (type.getSuperclass() != null) {
            above.add(type.getSuperclass());
        }
        return above;
    }

    private static boolean isPlatform(Class<?> type) {
        return type.isPrimitive() || type.isArray() || type.getName().startsWith("java.");
    }

    /** Returns the class file; empty if there is none, as for a class that was made in memory. */
    private static byte[] classFile(Class<?> type) {
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException(name + ": its class file cannot be read: " + e.getMessage(), e);
        }
    }
}
