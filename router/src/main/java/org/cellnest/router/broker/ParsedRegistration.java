package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.WireRecord;
import org.cellnest.route.TemplateException;

/** What a record of a registration says. */
public sealed interface ParsedRegistration {
    /** How long the record was, in bytes. */
    int bytes();

    /** A REGISTER. */
    record Registration(Register register, int bytes) implements ParsedRegistration {}

    /**
     * A page of routes; templates that cannot be compiled are named, so that their deployments alone are refused.
     *
     * @param invalid by deployment, the reason why one of its routes is not valid
     */
    record Page(long revision, int page, List<CompiledRoute> routes, Map<String, Invalid> invalid, int bytes)
            implements ParsedRegistration {}

    /** Why a route is not valid, and its template. */
    record Invalid(String reason, String template) {}

    /** It is not what it should be. */
    record Failed(ErrorCode code, String reason, int bytes) implements ParsedRegistration {}

    /** Parses and compiles. Any thread. */
    static ParsedRegistration of(WireRecord record) {
        return of(record, new RouteInfoInterner());
    }

    /** As above; what is said alike of several routes is kept once. For the thread that has the texts. */
    static ParsedRegistration of(WireRecord record, RouteInfoInterner texts) {
        try {
            Message message = MessageCodec.decode(record);
            if (message instanceof Register register) {
                return new Registration(register, record.length());
            }
            if (message instanceof Routes routes) {
                return compile(routes, record.length(), texts);
            }
            return new Failed(ErrorCode.UNEXPECTED, message.type() + " in a registration", record.length());
        } catch (ProtocolException e) {
            return new Failed(e.code(), String.valueOf(e.getMessage()), record.length());
        }
    }

    private static Page compile(Routes routes, int bytes, RouteInfoInterner texts) {
        List<CompiledRoute> compiled = new ArrayList<>(routes.routes().size());
        Map<String, Invalid> invalid = new HashMap<>();
        for (RouteInfo route : routes.routes()) {
            try {
                compiled.add(CompiledRoute.of(texts.share(route)));
            } catch (TemplateException e) {
                invalid.putIfAbsent(route.deployment(), new Invalid(String.valueOf(e.getMessage()), route.template()));
            }
        }
        return new Page(routes.revision(), routes.page(), compiled, invalid, bytes);
    }
}
