/**
 * The rules for HTTP messages that need no server: how a path is decoded, which fields pass between a client and a cell,
 * which ids are kept. Gateways go by them, and so does whatever runs a cell's routes without a nest.
 */
@NullMarked
package org.cellnest.http;

import org.jspecify.annotations.NullMarked;
