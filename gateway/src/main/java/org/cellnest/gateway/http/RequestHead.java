package org.cellnest.gateway.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.net.InetAddress;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.gateway.rules.ClientAddress;
import org.cellnest.gateway.rules.RefusedRequest;
import org.cellnest.gateway.rules.RequestTarget;
import org.cellnest.gateway.rules.TimingRule;
import org.cellnest.http.BadPathException;
import org.cellnest.http.FieldRules;
import org.cellnest.http.PathDecoder;
import org.cellnest.http.TraceParent;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.MessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * Holds the line and the fields of a valid request, and writes them as a REQUEST record as often as the request is
 * sent. Owned by the I/O thread.
 */
final class RequestHead {
    private static final HttpString X_FORWARDED_FOR = new HttpString("X-Forwarded-For");
    private static final HttpString X_FORWARDED_PROTO = new HttpString("X-Forwarded-Proto");
    private static final HttpString FORWARDED = new HttpString("Forwarded");
    private static final HttpString NEST_TIMING = new HttpString(TimingRule.FIELD);
    private static final HttpString TRACE_PARENT = new HttpString("traceparent");

    private final HeaderMap fields;
    private final HeaderNameCache names;
    private final String requestId;
    private final String method;
    private final String path;
    private final String query;
    private final String client;
    private final boolean https;
    private final HttpVersion version;
    private final boolean trustsPeer;
    private final boolean timed;
    private final @Nullable String cameWithTrace;
    private final List<String> connection;
    private final int bytes;
    private @Nullable String goesWithTrace;

    /** Judges the rules that octets alone do not decide. */
    RequestHead(
            HttpServerExchange http,
            String requestId,
            HeaderNameCache names,
            ClientAddress addresses,
            TimingRule timing,
            ClientConnection.Peer peer)
            throws RefusedRequest {
        this.fields = http.getRequestHeaders();
        this.names = names;
        this.requestId = requestId;
        bytes = bytes(http);
        method = http.getRequestMethod().toString();
        path = decode(http.getRequestURI());
        query = http.getQueryString();
        version = http.getProtocol().equals(Protocols.HTTP_1_1) ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        trustsPeer = peer.trusted();
        InetAddress address =
                trustsPeer ? addresses.behind(peer.address(), all(X_FORWARDED_FOR), all(FORWARDED)) : peer.address();
        client = trustsPeer ? ClientAddress.text(address) : peer.text();
        timed = timing.applies(single(NEST_TIMING), address);
        https = trustsPeer && ClientAddress.isHttps(all(X_FORWARDED_PROTO), all(FORWARDED));
        String trace = single(TRACE_PARENT);
        cameWithTrace = trace != null && TraceParent.isValid(trace) ? trace : null;
        connection = all(Headers.CONNECTION);
        goesWithTrace = cameWithTrace;
    }

    private static String decode(String rawPath) throws RefusedRequest {
        try {
            return rawPath.equals(RequestTarget.ASTERISK) ? RequestTarget.ASTERISK : PathDecoder.decode(rawPath);
        } catch (BadPathException e) {
            throw RefusedRequest.bad(e.detail());
        }
    }

    private static int bytes(HttpServerExchange http) {
        int bytes = http.getRequestURI().length() + http.getQueryString().length();
        HeaderMap fields = http.getRequestHeaders();
        for (long i = fields.fastIterateNonEmpty(); i != -1; i = fields.fiNextNonEmpty(i)) {
            HeaderValues values = fields.fiCurrent(i);
            for (int n = 0; n < values.size(); n++) {
                bytes += values.getHeaderName().length() + values.get(n).length() + 4;
            }
        }
        return bytes;
    }

    String method() {
        return method;
    }

    /** Returns the decoded path, or {@code *}. */
    String path() {
        return path;
    }

    String requestId() {
        return requestId;
    }

    String client() {
        return client;
    }

    /** Whether the answer has to report the times of the request's way. */
    boolean timed() {
        return timed;
    }

    /** Returns the client's {@code traceparent}, if it is valid. */
    @Nullable
    String traceParent() {
        return cameWithTrace;
    }

    /** Replaces the {@code traceparent} by that of the gateway's own span. */
    void goesWith(String ownTrace) {
        goesWithTrace = ownTrace;
    }

    /** Returns the bytes of the line and the fields. */
    int bytes() {
        return bytes;
    }

    /**
     * Begins a REQUEST and writes all of it but its end.
     *
     * @param body the body, or its first piece
     * @param length of the whole body; -1: it has none, or is not known
     */
    void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs, @Nullable Bytes body, long length) {
        int withAge = ageMs > 0 ? flags | Flags.AGED : flags;
        MessageCodec.beginRequest(out, id, withAge, budgetMs, method, https, version, path, query);
        int place = out.reserveU16();
        int count = 2;
        out.putLatin1(Attributes.CLIENT).putLatin1(client);
        out.putLatin1(Attributes.REQUEST_ID).putLatin1(requestId);
        if (ageMs > 0) {
            out.putLatin1(Attributes.AGE_MS).putLatin1(Integer.toString(ageMs));
            count++;
        }
        for (long i = fields.fastIterateNonEmpty(); i != -1; i = fields.fiNextNonEmpty(i)) {
            HeaderValues values = fields.fiCurrent(i);
            String name = names.of(values.getHeaderName());
            if (FieldRules.requestPasses(name, trustsPeer, cameWithTrace != null, connection)) {
                for (int n = 0; n < values.size(); n++) {
                    out.putLatin1(name).putLatin1(values.get(n));
                    count++;
                }
            }
        }
        if (goesWithTrace != null) {
            out.putLatin1("traceparent").putLatin1(goesWithTrace);
            count++;
        }
        if (length >= 0) {
            out.putLatin1("content-length").putLatin1(Long.toString(length));
            count++;
        }
        out.setU16(place, count);
        if (body != null) {
            out.putBytes(body);
        }
    }

    private @Nullable String single(HttpString name) {
        HeaderValues values = fields.get(name);
        return values != null && values.size() == 1 ? values.getFirst() : null;
    }

    private List<String> all(HttpString name) {
        HeaderValues values = fields.get(name);
        return values == null ? List.of() : values;
    }
}
