/**
 * Implements the rules for HTTP messages that need no server: decoding of paths, selection of fields between a client
 * and a cell, and request ids. Used by gateways, and by code that runs a cell's routes without a nest.
 */
@NullMarked
package org.cellnest.http;

import org.jspecify.annotations.NullMarked;
