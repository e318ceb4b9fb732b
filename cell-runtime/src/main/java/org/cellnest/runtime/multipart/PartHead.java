package org.cellnest.runtime.multipart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cellnest.cell.Headers;
import org.cellnest.protocol.HttpTokens;

/**
 * The headers of a part (RFC 7578, section 4).
 *
 * @param name the field's
 * @param fileName as sent; empty: none, or an empty one
 * @param hasFileName whether one was sent, even an empty one
 * @param type the content type; empty: none
 */
record PartHead(String name, Optional<String> fileName, boolean hasFileName, Optional<String> type, Headers headers) {
    private static final String DISPOSITION = "content-disposition";
    private static final String TYPE = "content-type";
    private static final String TRANSFER_ENCODING = "content-transfer-encoding";
    /** The encodings that leave the octets as they are. */
    private static final Set<String> IDENTITIES = Set.of("7bit", "8bit", "binary");

    /**
     * Parses the lines of a head, without their line breaks.
     *
     * @throws org.cellnest.cell.Problem with status 400, if they are not the head of a part of a form
     */
    static PartHead of(List<String> lines) {
        List<String> namesAndValues = new ArrayList<>();
        for (String line : lines) {
            addHeader(line, namesAndValues);
        }
        Headers headers = Headers.of(namesAndValues.toArray(new String[0]));
        String disposition = once(headers, DISPOSITION)
                .orElseThrow(() -> MultipartErrors.malformed(
                        "a part without Content-Disposition", "Content-Disposition: form-data; name=\"...\""));
        Map<String, String> parameters = HeaderParameters.of(DISPOSITION, disposition);
        String name = parameters.get("name");
        if (!HeaderParameters.essence(disposition).equals("form-data") || name == null) {
            throw MultipartErrors.malformed(
                    DISPOSITION + ": " + MultipartErrors.shown(disposition), "form-data; name=\"...\"");
        }
        requireNoEncoding(headers);
        // RFC 7578, section 4.2, forbids filename*: it is ignored, as browsers never send it.
        Optional<String> fileName =
                Optional.ofNullable(parameters.get("filename")).map(PartHead::withQuotes);
        return new PartHead(
                withQuotes(name),
                fileName.filter(text -> !text.isEmpty()),
                fileName.isPresent(),
                once(headers, TYPE).filter(text -> !text.isEmpty()),
                headers);
    }

    private static void addHeader(String line, List<String> namesAndValues) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon);
        if (!HttpTokens.isToken(name)) {
            throw MultipartErrors.malformed(
                    "line " + MultipartErrors.shown(line) + " in the head of a part", "a header, not folded");
        }
        String value = line.substring(colon + 1).strip();
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw MultipartErrors.malformed(
                    "header " + name.toLowerCase(Locale.ROOT) + ": " + MultipartErrors.shown(value) + " in a part",
                    "no control characters");
        }
        namesAndValues.add(name);
        namesAndValues.add(value);
    }

    private static Optional<String> once(Headers headers, String name) {
        int count = headers.all(name).size();
        if (count > 1) {
            throw MultipartErrors.malformed("a part with " + count + " headers " + name, "one");
        }
        return headers.first(name);
    }

    private static void requireNoEncoding(Headers headers) {
        for (String encoding : headers.all(TRANSFER_ENCODING)) {
            if (!IDENTITIES.contains(encoding.toLowerCase(Locale.ROOT))) {
                throw MultipartErrors.malformed(
                        TRANSFER_ENCODING + ": " + MultipartErrors.shown(encoding),
                        "none, as RFC 7578 has it, or binary");
            }
        }
    }

    /**
     * Decodes the quotes that browsers send as {@code %22} (HTML, section 4.10.21.8). Their {@code %0D} and {@code %0A}
     * remain, so that no name has a line break.
     */
    private static String withQuotes(String name) {
        return name.replace("%22", "\"");
    }
}
