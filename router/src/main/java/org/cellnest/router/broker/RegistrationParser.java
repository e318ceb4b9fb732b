package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;

/**
 * Parses the JSON of REGISTER and ROUTES and compiles their templates, outside of the broker's thread. Results return
 * to {@link Broker#onParsed} in the order of the calls.
 */
public interface RegistrationParser {
    /**
     * Submits a record for parsing.
     *
     * @param connection the connection that it came by
     * @param token the connection's registration to which the record belongs
     */
    void parse(int connection, long token, WireRecord record);
}
