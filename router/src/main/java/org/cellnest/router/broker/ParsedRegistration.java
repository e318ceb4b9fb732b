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

/** The content of one record of a registration, parsed. */
public sealed interface ParsedRegistration {
    /** Returns the length of the record in bytes. */
    int bytes();

    /** The content of a REGISTER. */
    record Registration(Register register, int bytes) implements ParsedRegistration {}

    /**
     * The content of a page of routes. Templates that cannot be compiled are listed, so that only their deployments are
     * refused.
     *
     * @param invalid by deployment, the reason why one of its routes is not valid
     */
    record Page(long revision, int page, List<CompiledRoute> routes, Map<String, Invalid> invalid, int bytes)
            implements ParsedRegistration {}

    /** The reason why a route is not valid, and its template. */
    record Invalid(String reason, String template) {}

    /** The error in a record that cannot be parsed. */
    record Failed(ErrorCode code, String reason, int bytes) implements ParsedRegistration {}

    /** Parses a record and compiles its templates. Any thread. */
    static ParsedRegistration of(WireRecord record) {
        return of(record, new RouteInfoInterner());
    }

    /** Parses a record as above, and keeps equal values of its routes once. For the thread that owns the interner. */
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
