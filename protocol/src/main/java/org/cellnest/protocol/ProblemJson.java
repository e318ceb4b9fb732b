package org.cellnest.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes bodies of {@code application/problem+json} (RFC 9457) with the type {@code about:blank}. Stateless. */
public final class ProblemJson {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    /**
     * Returns a body.
     *
     * @param status the HTTP status; its title is the standard phrase
     * @param detail the explanation of the problem, for people
     * @param more further members, in order
     */
    public static byte[] body(int status, String detail, Map<String, ?> more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title(status));
        members.put("status", status);
        members.put("detail", detail);
        members.putAll(more);
        return Json.write(members);
    }

    /** Returns the phrase of an error in the IANA registry (RFC 9110, section 16.2.1), or the name of its class. */
    public static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 423 -> "Locked";
            case 424 -> "Failed Dependency";
            case 425 -> "Too Early";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 451 -> "Unavailable For Legal Reasons";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            case 506 -> "Variant Also Negotiates";
            case 507 -> "Insufficient Storage";
            case 508 -> "Loop Detected";
            case 510 -> "Not Extended";
            case 511 -> "Network Authentication Required";
            default -> status < 500 ? "Client Error" : "Server Error";
        };
    }
}
