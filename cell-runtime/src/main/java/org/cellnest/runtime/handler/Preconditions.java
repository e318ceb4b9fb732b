package org.cellnest.runtime.handler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Problem;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the conditions of a request in the order of RFC 9110, section 13.2.2. Stateless.
 *
 * <p>Only conditions of GET and HEAD are evaluated, against the answer that the handler would give. The handler of any
 * other method has acted before there is an answer, and 412 would deny that.
 */
final class Preconditions {
    /** The answer that the conditions require. */
    enum Verdict {
        /** The answer as it is; {@link #allowRange} decides on a range of it. */
        PROCEED,
        /** 304. */
        NOT_MODIFIED,
        /** 412. */
        FAILED
    }

    private static final String ANY = "*";
    /** The time after which a date of whole seconds stands for one version (RFC 9110, section 8.8.2.2). */
    private static final Duration DATE_RESOLUTION = Duration.ofSeconds(1);
    /**
     * Headers that describe the content that 304 does not have (RFC 9110, section 15.4.5). Last-Modified joins them if
     * there is an entity tag.
     */
    private static final Set<String> OF_CONTENT = Set.of(
            "accept-ranges",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-range",
            "content-type");

    private Preconditions() {}

    /** Whether conditions of a request count for an answer with this status. */
    static boolean apply(Request request, int status) {
        return status / 100 == 2
                && (request.method().equals("GET") || request.method().equals("HEAD"));
    }

    /** Evaluates the conditions of a GET or HEAD against an answer with these validators. */
    static Verdict evaluate(Fields request, Validators current, Instant now) {
        if (current.isEmpty()) {
            return Verdict.PROCEED;
        }
        EntityTag etag = current.etag();
        Instant modified = current.lastModified();
        List<String> ifMatch = request.all("if-match");
        if (!ifMatch.isEmpty()) {
            if (!matches(ifMatch, etag, true)) {
                return Verdict.FAILED;
            }
        } else {
            Instant unmodifiedSince = date(request, "if-unmodified-since", now);
            if (unmodifiedSince != null && modified != null && modified.isAfter(unmodifiedSince)) {
                return Verdict.FAILED;
            }
        }
        List<String> ifNoneMatch = request.all("if-none-match");
        if (!ifNoneMatch.isEmpty()) {
            return matches(ifNoneMatch, etag, false) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
        }
        Instant modifiedSince = date(request, "if-modified-since", now);
        return modifiedSince != null && modified != null && !modified.isAfter(modifiedSince)
                ? Verdict.NOT_MODIFIED
                : Verdict.PROCEED;
    }

    /** Returns the answer in place of one whose conditions failed. */
    static Problem failed() {
        return new Problem(412, "The content is not the version that If-Match or If-Unmodified-Since requires.");
    }

    /** Whether a Range of a GET may be served, as its If-Range requires (RFC 9110, section 13.1.5). */
    static boolean allowRange(Fields request, Validators current, Instant now) {
        List<String> ifRange = request.all("if-range");
        if (ifRange.isEmpty()) {
            return true;
        }
        if (ifRange.size() > 1) {
            return false;
        }
        String condition = ifRange.get(0).strip();
        EntityTag tag = EntityTag.parse(condition);
        if (tag != null) {
            return current.etag() != null && current.etag().matchesStrongly(tag);
        }
        Instant date = HttpDates.parse(condition, now);
        Instant modified = current.lastModified();
        // Within the second of a change, the date may stand for the content before it.
        return date != null && date.equals(modified) && !now.isBefore(date.plus(DATE_RESOLUTION));
    }

    /** Returns the headers of the 304 in place of an answer. */
    static Headers ofNotModified(Headers answer) {
        boolean hasTag = answer.contains("etag");
        Headers kept = answer;
        for (String name : answer.names()) {
            if (OF_CONTENT.contains(name) || (hasTag && name.equals("last-modified"))) {
                kept = kept.without(name);
            }
        }
        return kept;
    }

    private static boolean matches(List<String> values, @Nullable EntityTag current, boolean strongly) {
        String list = String.join(",", values);
        if (list.strip().equals(ANY)) {
            return true; // there is content: a handler answers for it
        }
        return current != null
                && EntityTag.parseList(list).stream()
                        .anyMatch(tag -> strongly ? current.matchesStrongly(tag) : current.matchesWeakly(tag));
    }

    /** Returns the date of a field; null if there is none, it is malformed, or it is not the only one. */
    private static @Nullable Instant date(Fields request, String name, Instant now) {
        List<String> values = request.all(name);
        return values.size() == 1 ? HttpDates.parse(values.get(0).strip(), now) : null;
    }
}
