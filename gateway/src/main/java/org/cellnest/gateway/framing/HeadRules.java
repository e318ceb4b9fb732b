package org.cellnest.gateway.framing;

import java.util.Arrays;
import org.cellnest.gateway.rules.HostRule;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.gateway.rules.RefusedRequest;
import org.cellnest.gateway.rules.RequestTarget;
import org.cellnest.http.RefusalDetails;
import org.jspecify.annotations.Nullable;

/** Judges a head that is well-formed: its version, its host and target, and the end of its body. Stateless. */
final class HeadRules {
    private static final String CHUNKED = "chunked";
    private static final int MAX_SHOWN = 64;
    /** The maximum content length: Undertow ignores some of the numbers beyond. */
    private static final long MAX_LENGTH = Long.MAX_VALUE / 100;

    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_PORT = 65_535;

    private HeadRules() {}

    /**
     * Returns the answer to a head that breaks a rule, or null if it breaks none; its framing and origin form are then
     * set.
     */
    static @Nullable LocalReply judge(byte[] octets, HeadFields head) {
        if (head.major() != 1) {
            return LocalReply.of(
                    505,
                    "The version is HTTP/" + head.major() + "." + head.minor() + " (expected: HTTP/1.1 or HTTP/1.0).");
        }
        if (head.isMethod(octets, "CONNECT") || head.isMethod(octets, "TRACE")) {
            return LocalReply.of(501, RefusalDetails.unsupportedMethod(head.method(octets)));
        }
        boolean http11 = head.minor() > 0;
        try {
            checkHost(octets, head, http11);
        } catch (RefusedRequest e) {
            return e.answer();
        }
        return frame(octets, head, http11);
    }

    private static void checkHost(byte[] octets, HeadFields head, boolean http11) throws RefusedRequest {
        HeadFields.Place host = head.host();
        boolean originForm = octets[head.methodEnd() + 1] == '/';
        if (originForm && host.count() == 1 && isPlainHost(octets, host.from(), host.to())) {
            return;
        }
        String authority = originForm ? null : checkTarget(octets, head);
        String value = host.count() == 0 ? null : host.text(octets);
        HostRule.check(value, host.count(), http11);
        String wins = authority == null ? value : authority;
        if (wins != null && wins.endsWith(":")) {
            // An empty port is none (RFC 9110, section 4.2.3).
            head.setHost(wins.substring(0, wins.length() - 1));
        } else if (authority != null) {
            head.setHost(authority);
        }
    }

    /** Whether it is a name or an IPv4 address with or without a port, as nearly all are; another may be valid too. */
    private static boolean isPlainHost(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && Octets.isHost(octets[at])) {
            at++;
        }
        if (at == to) {
            return true;
        }
        int port = 0;
        int digits = 0;
        for (int i = at + 1; i < to && digits <= MAX_PORT_DIGITS; i++, digits++) {
            if (!Octets.isDigit(octets[i])) {
                return false;
            }
            port = port * 10 + octets[i] - '0';
        }
        return octets[at] == ':' && digits <= MAX_PORT_DIGITS && port > 0 && port <= MAX_PORT;
    }

    /** Brings a target in absolute form into origin form; returns its authority, null if the target has none. */
    private static @Nullable String checkTarget(byte[] octets, HeadFields head) throws RefusedRequest {
        String target = head.target(octets);
        int question = target.indexOf('?');
        String uri = question < 0 ? target : target.substring(0, question);
        RequestTarget parsed = RequestTarget.parse(uri, head.method(octets));
        if (parsed.authority() != null || question >= 0) {
            if (question >= 0 && parsed.rawPath().equals(RequestTarget.ASTERISK)) {
                throw RefusedRequest.bad("The target * has a query (expected: none).");
            }
            head.setOriginForm(question < 0 ? parsed.rawPath() : parsed.rawPath() + target.substring(question));
        }
        return parsed.authority();
    }

    /**
     * Determines the framing of the body (RFC 9112, sections 6.1 and 6.3), or returns the answer to a head that breaks
     * those rules.
     */
    private static @Nullable LocalReply frame(byte[] octets, HeadFields head, boolean http11) {
        HeadFields.Place codings = head.transferEncoding();
        HeadFields.Place lengths = head.contentLength();
        if (codings.count() == 0) {
            return lengths.count() == 0 ? null : frameByLength(octets, head, lengths);
        }
        if (!http11) {
            return LocalReply.of(
                    400, "A request of HTTP/1.0 has Transfer-Encoding, so that the end of its body is in doubt.");
        }
        if (lengths.count() > 0) {
            return LocalReply.of(
                    400, "The request has both Content-Length and Transfer-Encoding (expected: one of them).");
        }
        String coding = codings.text(octets);
        if (codings.count() == 1 && coding.equalsIgnoreCase(CHUNKED)) {
            head.setFraming(BodyFraming.CHUNKED);
            return null;
        }
        return unknownCoding(codings.count(), coding);
    }

    private static LocalReply unknownCoding(int count, String coding) {
        int last = coding.lastIndexOf(',');
        boolean chunkedLast = coding.substring(last + 1).strip().equalsIgnoreCase(CHUNKED);
        boolean once = last >= 0
                && Arrays.stream(coding.substring(0, last).split(",", -1))
                        .noneMatch(other -> other.strip().equalsIgnoreCase(CHUNKED) || other.isBlank());
        if (count == 1 && chunkedLast && once) {
            return LocalReply.of(501, "The transfer coding is " + shown(coding) + " (expected: chunked alone).");
        }
        return LocalReply.of(400, "Transfer-Encoding is " + shown(coding) + " (expected: chunked, once and last).");
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
    }

    private static @Nullable LocalReply frameByLength(byte[] octets, HeadFields head, HeadFields.Place lengths) {
        if (lengths.count() > 1) {
            return LocalReply.of(400, lengths.count() + " Content-Length fields came (expected: one).");
        }
        long length = 0;
        for (int i = lengths.from(); i < lengths.to(); i++) {
            byte octet = octets[i];
            if (!Octets.isDigit(octet)) {
                return LocalReply.of(400, "Content-Length has " + Octets.shown(octet) + " (expected: decimal digits).");
            }
            int digit = octet - '0';
            if (length > (Long.MAX_VALUE - digit) / 10) {
                return LocalReply.of(
                        400, "Content-Length is beyond all numbers (expected: at most 9223372036854775807).");
            }
            length = length * 10 + digit;
        }
        if (lengths.from() == lengths.to()) {
            return LocalReply.of(400, "Content-Length is empty (expected: decimal digits).");
        }
        if (length > MAX_LENGTH) {
            return LocalReply.of(413, "Content-Length is " + length + ", more than any request may have.");
        }
        head.setFraming(BodyFraming.ofLength(length));
        return null;
    }
}
