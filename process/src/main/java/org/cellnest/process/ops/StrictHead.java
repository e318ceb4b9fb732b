package org.cellnest.process.ops;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validates the head of a request to an ops port by the grammar of RFC 9112, and determines the length of its body. Any
 * deviation from the grammar is refused, so that no other parser has to guess. A body needs a Content-Length; chunked
 * bodies are refused. Stateless.
 */
final class StrictHead {
    /** The limit of a head, in bytes. */
    static final int MAX_BYTES = 8 << 10;

    static final int MAX_FIELDS = 50;
    static final int MAX_PARAMETERS = 50;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern LINE = Pattern.compile("(" + TOKEN + ") (\\S+) HTTP/(\\d)\\.(\\d)");
    private static final Pattern TARGET = Pattern.compile("/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*+");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*+([\\t\\x20-\\x7e\\x80-\\xff]*)");
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=-]*|\\[[0-9A-Fa-f:]{2,45}\\])(?::([1-9][0-9]{0,4}))?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final int MAX_PORT = 65_535;

    private StrictHead() {}

    /** A refusal of a head: a status of 400 or above, the value found and the value expected. Has no stack trace. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refusal(int status, String detail) {
            super(detail, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }

        /** Returns the detail, in visible ASCII. */
        String detail() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Returns the length of the body that follows a head.
     *
     * @param octets the head, from its first octet to the empty line at its end
     * @throws Refusal 400, 411, 431, 501 or 505
     */
    static long bodyLength(byte[] octets) throws Refusal {
        List<String> lines = List.of(new String(octets, StandardCharsets.ISO_8859_1).split("\r\n", -1));
        boolean http11 = checkLine(lines.get(0));
        // Two empty strings stand for the empty line at the end.
        List<String> fields = lines.subList(1, lines.size() - 2);
        if (fields.size() > MAX_FIELDS) {
            throw new Refusal(431, fields.size() + " fields (expected: at most " + MAX_FIELDS + ")");
        }
        return checkFields(fields, http11);
    }

    private static boolean checkLine(String line) throws Refusal {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new Refusal(400, "the request line is malformed (expected: METHOD /PATH HTTP/1.1)");
        }
        if (!matcher.group(3).equals("1")) {
            throw new Refusal(505, "HTTP/" + matcher.group(3) + "." + matcher.group(4) + " (expected: HTTP/1.1)");
        }
        String target = matcher.group(2);
        if (!TARGET.matcher(target).matches()) {
            throw new Refusal(
                    400, "the request target is malformed (expected: a path and a query, percent-encoded, RFC 3986)");
        }
        if (target.chars().filter(c -> c == '&').count() >= MAX_PARAMETERS) {
            throw new Refusal(400, "too many parameters (expected: at most " + MAX_PARAMETERS + ")");
        }
        if (matcher.group(1).equals("CONNECT") || matcher.group(1).equals("TRACE")) {
            throw new Refusal(501, "the method is not supported");
        }
        return !matcher.group(4).equals("0");
    }

    private static long checkFields(List<String> fields, boolean http11) throws Refusal {
        int hosts = 0;
        int lengths = 0;
        long length = 0;
        for (String field : fields) {
            Matcher matcher = FIELD.matcher(field);
            if (!matcher.matches()) {
                throw new Refusal(400, "a field is malformed (expected: Name: value)");
            }
            String value = matcher.group(2).strip();
            if (matcher.group(1).equalsIgnoreCase("Host")) {
                hosts++;
                checkHost(value);
            } else if (matcher.group(1).equalsIgnoreCase("Content-Length")) {
                lengths++;
                length = length(value);
            } else if (matcher.group(1).equalsIgnoreCase("Transfer-Encoding")) {
                throw new Refusal(411, "Transfer-Encoding (expected: Content-Length; this port reads no chunks)");
            }
        }
        if (hosts > 1 || (hosts == 0 && http11)) {
            throw new Refusal(400, hosts + " Host fields (expected: one)");
        }
        if (lengths > 1) {
            throw new Refusal(400, lengths + " Content-Length fields (expected: one)");
        }
        return length;
    }

    private static void checkHost(String value) throws Refusal {
        Matcher matcher = HOST.matcher(value);
        boolean valid = matcher.matches();
        String port = valid ? matcher.group(1) : null;
        if (!valid || (port != null && Integer.parseInt(port) > MAX_PORT)) {
            throw new Refusal(400, "Host is malformed (expected: a name or address, and a port)");
        }
    }

    private static long length(String value) throws Refusal {
        if (!LENGTH.matcher(value).matches()) {
            throw new Refusal(400, "Content-Length is malformed (expected: decimal digits)");
        }
        return Long.parseLong(value);
    }
}
