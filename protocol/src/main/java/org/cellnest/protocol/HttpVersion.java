package org.cellnest.protocol;

/** The HTTP version of a client's connection, as bits 1 and 2 of a REQUEST's scheme byte. */
public enum HttpVersion {
    HTTP_1_1(0),
    HTTP_1_0(1),
    HTTP_2(2);

    private final int code;

    HttpVersion(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static HttpVersion of(int code) {
        return switch (code) {
            case 1 -> HTTP_1_0;
            case 2 -> HTTP_2;
            default -> HTTP_1_1;
        };
    }
}
