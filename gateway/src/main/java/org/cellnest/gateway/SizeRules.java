package org.cellnest.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import org.cellnest.gateway.rules.Answer;
import org.cellnest.gateway.rules.RefusedRequest;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.Tokens;

/** Whether a request's line and fields are within the limits and of the characters that the wire takes. */
final class SizeRules {
    private static final int MAX_ON_THE_WIRE = 0xffff;

    private final int maxHeaderBytes;
    private final int maxHeaders;

    SizeRules(GatewayConfig config) {
        maxHeaderBytes = config.maxHeaderBytes();
        maxHeaders = config.maxHeaders();
    }

    /**
     * How many bytes the line and the fields have.
     *
     * @throws RefusedRequest 400, 414 or 431
     */
    int check(HttpServerExchange http) throws RefusedRequest {
        if (!HttpMethod.isValid(http.getRequestMethod().toString())) {
            throw new RefusedRequest(Answer.of(501, "The method is not a token of at most 32 characters."));
        }
        int line = http.getRequestURI().length() + http.getQueryString().length();
        if (line > Math.min(maxHeaderBytes, MAX_ON_THE_WIRE)) {
            throw new RefusedRequest(Answer.of(414, "The target is longer than " + maxHeaderBytes + " characters.")
                    .closing());
        }
        int bytes = line;
        int count = 0;
        HeaderMap fields = http.getRequestHeaders();
        for (long i = fields.fastIterateNonEmpty(); i != -1; i = fields.fiNextNonEmpty(i)) {
            HeaderValues values = fields.fiCurrent(i);
            String name = values.getHeaderName().toString();
            if (!Tokens.isToken(name)) {
                throw new RefusedRequest(Answer.of(400, "A field's name is not a token."));
            }
            for (int n = 0; n < values.size(); n++) {
                String value = values.get(n);
                if (!Tokens.isFieldValue(value)) {
                    throw new RefusedRequest(
                            Answer.of(400, "The value of the field " + name + " has control characters."));
                }
                bytes += name.length() + value.length() + 4;
                count++;
            }
        }
        if (bytes > maxHeaderBytes) {
            throw new RefusedRequest(Answer.of(431, "Line and fields are longer than " + maxHeaderBytes + " bytes.")
                    .closing());
        }
        if (count > maxHeaders) {
            throw new RefusedRequest(Answer.of(431, count + " fields came (expected: at most " + maxHeaders + ").")
                    .closing());
        }
        return bytes;
    }
}
