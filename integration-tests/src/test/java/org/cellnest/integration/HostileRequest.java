package org.cellnest.integration;

/** What strangers may send to the HTTP port, and what they are answered. */
enum HostileRequest {
    BAD_ESCAPE("GET /a%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    CUT_ESCAPE("GET /a%2 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    NUL_ESCAPED("GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    NUL_IN_PATH("GET /a\0b HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    CONTROL_ESCAPED("GET /a%0d%0ab HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    SLASH_ESCAPED("GET /a%2fb HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    BACKSLASH_ESCAPED("GET /a%5cb HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    OVERLONG_UTF8("GET /a%c0%af HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    SURROGATE_UTF8("GET /a%ed%a0%80 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    DOT_SEGMENTS("GET /../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    DOT_SEGMENTS_ESCAPED("GET /a/%2e%2e/b HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    DOT_SEGMENT("GET /a/./b HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    NO_HOST("GET / HTTP/1.1\r\n\r\n", 400),
    TWO_HOSTS("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    USER_IN_TARGET("GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    TWO_LENGTHS("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    LENGTH_AND_CHUNKED(
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    NEGATIVE_LENGTH("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400),
    LENGTH_THAT_IS_NONE("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\n", 400),
    HUGE_LENGTH("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9223372036854775807\r\n\r\n", 413),
    LENGTH_BEYOND_NUMBERS("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9223372036854775808\r\n\r\n", 400),
    BAD_CHUNK("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nzz\r\n\r\n", 400),
    UNKNOWN_CODING("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
    COLON_NAME("GET / HTTP/1.1\r\nHost: h\r\n:client: 1.2.3.4\r\n\r\n", 400),
    SPACE_BEFORE_COLON("GET / HTTP/1.1\r\nHost: h\r\nx-a : b\r\n\r\n", 400),
    NUL_IN_VALUE("GET / HTTP/1.1\r\nHost: h\r\nx-a: b\0c\r\n\r\n", 400),
    HUGE_HEADER("GET / HTTP/1.1\r\nHost: h\r\nx-a: " + "a".repeat(200_000) + "\r\n\r\n", 431),
    MANY_HEADERS("GET / HTTP/1.1\r\nHost: h\r\n" + "x-a: b\r\n".repeat(2_000) + "\r\n", 431),
    HUGE_TARGET("GET /" + "a".repeat(200_000) + " HTTP/1.1\r\nHost: h\r\n\r\n", 414),
    CONNECT("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n", 501),
    TRACE("TRACE / HTTP/1.1\r\nHost: h\r\n\r\n", 501),
    HTTP_0_9("GET /\r\n\r\n", 400),
    NO_HTTP("\0\1\2\3\4\5\6\7\r\n\r\n", 400),
    ZMTP_GREETING("\u00ff\0\0\0\0\0\0\0\1\u007f\3\0NULL\0\0\0\0\0\0\0\0\0\0\r\n\r\n", 400),
    ESCAPE_IN_QUERY("GET /?a=%00%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400);

    final String bytes;
    final int status;

    HostileRequest(String bytes, int status) {
        this.bytes = bytes;
        this.status = status;
    }
}
