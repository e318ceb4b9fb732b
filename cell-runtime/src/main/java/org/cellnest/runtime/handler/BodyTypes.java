package org.cellnest.runtime.handler;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists the content types that parameters of a route read a body as. A body of another type is 415 (RFC 9110, section
 * 15.5.16) and does not count as missing, even if the values stand elsewhere in the request.
 *
 * @param form whether urlencoded forms are read
 * @param json whether JSON is read
 * @param multipart whether forms with files are read
 */
record BodyTypes(boolean form, boolean json, boolean multipart) {
    static final BodyTypes NONE = new BodyTypes(false, false, false);
    static final BodyTypes JSON = new BodyTypes(false, true, false);
    static final BodyTypes MULTIPART = new BodyTypes(false, false, true);

    static BodyTypes of(List<ParameterSource> places) {
        return new BodyTypes(
                places.contains(ParameterSource.FORM),
                places.contains(ParameterSource.JSON),
                places.contains(ParameterSource.PART));
    }

    /**
     * Returns the types that every parameter with need of a body reads. If there is no such type, returns the types
     * that any parameter reads.
     */
    static BodyTypes ofRoute(List<ParameterPlan> plans) {
        BodyTypes any = NONE;
        BodyTypes all = new BodyTypes(true, true, true);
        for (ParameterPlan plan : plans) {
            BodyTypes reads = plan.reads();
            any = new BodyTypes(any.form || reads.form, any.json || reads.json, any.multipart || reads.multipart);
            all = plan.needsBody() ? all.and(reads) : all;
        }
        BodyTypes common = any.and(all);
        return common.equals(NONE) ? any : common;
    }

    private BodyTypes and(BodyTypes other) {
        return new BodyTypes(form && other.form, json && other.json, multipart && other.multipart);
    }

    /** @throws org.cellnest.cell.Problem with status 415, if there is a body that cannot be read */
    void require(DispatchedRequest request) {
        if (!request.hasBody()) {
            return;
        }
        String codings = request.codings();
        if (!codings.isEmpty()) {
            throw BindingErrors.coded(codings);
        }
        String type = request.contentType();
        if (type == null || !reads(type)) {
            throw BindingErrors.unreadable(type == null ? "" : type, names());
        }
        if (MediaTypes.charset(type).filter(BodyTypes::isUtf8).isEmpty()) {
            throw BindingErrors.charset(type, "charset utf-8");
        }
    }

    private boolean reads(String type) {
        return (form && MediaTypes.isForm(type))
                || (json && MediaTypes.isJson(type))
                || (multipart && MediaTypes.isMultipart(type));
    }

    /**
     * Whether a charset is UTF-8 or ASCII, which is a subset. JSON and forms are read as UTF-8 only (RFC 8259, section
     * 8.1).
     */
    private static boolean isUtf8(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        if (form) {
            names.add(MediaTypes.FORM);
        }
        if (json) {
            names.add(MediaTypes.JSON);
        }
        if (multipart) {
            names.add(MediaTypes.MULTIPART);
        }
        return names;
    }
}
