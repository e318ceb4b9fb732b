/**
 * Defines the wire protocol, version 1, between gateways, routers and cells.
 *
 * <p>A ZeroMQ message is one frame, a <em>batch</em> of one or more <em>records</em> end to end ({@link Batch}, {@link
 * BatchWriter}). Every record begins with the same 20 bytes ({@link WireRecord}); the rest depends on its {@link
 * MessageType}. Rare messages carry JSON, so that a cell can be written in any language in an afternoon; frequent ones
 * are binary. {@link MessageCodec} turns records into {@link Message} values and back. {@link RecordCheck} checks that
 * a record is well formed without building anything.
 *
 * <p>The broker hardly ever decodes: it reads ids, method and path in place, writes its own ids over them and forwards
 * the bytes. {@code docs/protocol.md} is the specification for implementations in other languages.
 */
@NullMarked
package org.cellnest.protocol;

import org.jspecify.annotations.NullMarked;
