package org.cellnest.celltest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.cell.FormFile;
import org.cellnest.protocol.HttpTokens;

/** Writes a form with files as browsers do (RFC 7578; HTML, section 4.10.21.8). For one thread. */
final class MultipartForm {
    private static final String BOUNDARY = "----cell-test-";

    private final List<FormFile> parts = new ArrayList<>();

    void add(FormFile part) {
        String type = part.type().orElse("");
        if (!HttpTokens.isFieldValue(type)) {
            throw new IllegalArgumentException("content type of part " + part.name() + ": " + type
                    + " (expected: characters of ISO-8859-1, none of them a control character)");
        }
        parts.add(part);
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary();
    }

    byte[] bytes() {
        String boundary = boundary();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (FormFile part : parts) {
            StringBuilder head = new StringBuilder("--" + boundary + "\r\n");
            head.append("Content-Disposition: form-data; name=\"").append(escaped(part.name()));
            part.fileName().ifPresent(fileName -> head.append("\"; filename=\"").append(escaped(fileName)));
            head.append("\"\r\n");
            part.type()
                    .ifPresent(
                            type -> head.append("Content-Type: ").append(type).append("\r\n"));
            bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(contents(part));
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    /** Returns the first numbered boundary that occurs in no part. */
    private String boundary() {
        List<String> contents = parts.stream()
                .map(part -> new String(contents(part), StandardCharsets.ISO_8859_1))
                .toList();
        int number = 1;
        while (occurs(BOUNDARY + number, contents)) {
            number++;
        }
        return BOUNDARY + number;
    }

    private static boolean occurs(String boundary, List<String> contents) {
        return contents.stream().anyMatch(content -> content.contains(boundary));
    }

    private static byte[] contents(FormFile part) {
        try (InputStream stream = part.stream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
