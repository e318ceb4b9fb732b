package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;

/**
 * Turns the JSON of REGISTER and ROUTES into values and compiles their templates, away from the broker's thread.
 * Results come back to {@link Broker#onParsed} in the order of the calls.
 */
public interface RegistrationParser {
    /**
     * Has a record parsed.
     *
     * @param connection the connection that it came by
     * @param token which of the connection's registrations it belongs to
     */
    void parse(int connection, long token, WireRecord record);
}
