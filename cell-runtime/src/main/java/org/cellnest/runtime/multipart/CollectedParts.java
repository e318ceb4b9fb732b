package org.cellnest.runtime.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.cell.FormFile;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/** Holds the parts of a body that a layout names, in the order they came. Immutable and thread-safe. */
public final class CollectedParts {
    /** No parts. */
    public static final CollectedParts NONE = new CollectedParts(Map.of(), Map.of());

    private final Map<String, List<String>> textsByName;
    private final Map<String, List<FormFile>> filesByName;

    private CollectedParts(Map<String, List<String>> textsByName, Map<String, List<FormFile>> filesByName) {
        this.textsByName = textsByName;
        this.filesByName = filesByName;
    }

    /**
     * Reads a body to its end.
     *
     * @param contentType the body's, with its boundary
     * @throws Problem with status 400, 413 or 415, if the body is malformed, too large, or in an unknown charset
     * @throws IOException if the stream cannot be read
     */
    public static CollectedParts read(String contentType, InputStream body, PartLayout layout) throws IOException {
        return read(contentType, body, layout, null);
    }

    /**
     * Reads a body to its end, with long files kept on disk.
     *
     * @param spool keeps them; null: they stay in memory
     */
    public static CollectedParts read(String contentType, InputStream body, PartLayout layout, @Nullable Spool spool)
            throws IOException {
        MultipartReader reader = new MultipartReader(contentType, body);
        Map<String, List<String>> texts = new HashMap<>();
        Map<String, List<FormFile>> files = new HashMap<>();
        int fieldsBytes = 0;
        for (OpenPart part = reader.nextPart(); part != null; part = reader.nextPart()) {
            PartRule rule = layout.rulesByName().get(part.name());
            if (rule == null) {
                continue;
            }
            byte[] bytes = bytes(part, rule, spool);
            if (!rule.file()) {
                fieldsBytes += bytes.length;
                if (fieldsBytes > PartRule.MAX_FIELDS_BYTES) {
                    throw MultipartErrors.tooLarge(
                            "fields of more than " + PartRule.MAX_FIELDS_BYTES + " bytes together",
                            "at most " + PartRule.MAX_FIELDS_BYTES);
                }
                texts.computeIfAbsent(part.name(), name -> new ArrayList<>()).add(text(part, bytes));
            } else if (spool != null && bytes.length > Spool.MEMORY_BYTES) {
                Spool.Kept kept = spool.keep(part.name(), bytes, part.stream(), rule.maxBytes());
                files.computeIfAbsent(part.name(), name -> new ArrayList<>())
                        .add(new SpooledFile(part.name(), part.fileName(), part.type(), kept));
            } else if (bytes.length > 0 || !part.hasEmptyFileName()) {
                files.computeIfAbsent(part.name(), name -> new ArrayList<>())
                        .add(FormFile.of(
                                part.name(),
                                part.fileName().orElse(""),
                                part.type().orElse(""),
                                bytes));
            }
        }
        return new CollectedParts(texts, files);
    }

    /** Returns the texts of a name; empty if there is none. */
    public List<String> texts(String name) {
        return List.copyOf(textsByName.getOrDefault(name, List.of()));
    }

    /** Returns the files of a name; empty if there is none. */
    public List<FormFile> files(String name) {
        return List.copyOf(filesByName.getOrDefault(name, List.of()));
    }

    /** Returns the bytes of a part, or the beginning of a file that is to be kept on disk. */
    private static byte[] bytes(OpenPart part, PartRule rule, @Nullable Spool spool) throws IOException {
        if (spool != null && rule.file() && rule.maxBytes() > Spool.MEMORY_BYTES) {
            return part.stream().readNBytes(Spool.MEMORY_BYTES + 1);
        }
        byte[] bytes = part.stream().readNBytes(rule.maxBytes() + 1);
        if (bytes.length > rule.maxBytes()) {
            throw MultipartErrors.part(
                    413, part.name(), "more than " + rule.maxBytes() + " bytes", "at most " + rule.maxBytes());
        }
        return bytes;
    }

    private static String text(OpenPart part, byte[] bytes) {
        Charset charset = charset(part);
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw MultipartErrors.part(400, part.name(), "bytes that are not " + charset, "a text in " + charset);
        }
    }

    private static Charset charset(OpenPart part) {
        String type = part.type().orElse("");
        String name = HeaderParameters.of("content-type", type).getOrDefault("charset", "utf-8");
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw MultipartErrors.part(
                    415, part.name(), "charset " + MultipartErrors.shown(name), StandardCharsets.UTF_8.name());
        }
    }
}
