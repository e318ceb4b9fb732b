package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cellnest.buffer.Slice;

/** Encodes messages into records and decodes them. Stateless. */
public final class MessageCodec {
    private MessageCodec() {}

    /**
     * Appends a message as a record.
     *
     * @throws IllegalArgumentException if a part of the message is longer than its length field can express; then
     *     nothing was appended
     */
    public static void encode(Message message, BatchWriter out) {
        try {
            append(message, out);
        } finally {
            if (out.isOpen()) {
                out.abandon();
            }
        }
    }

    private static void append(Message message, BatchWriter out) {
        if (message instanceof Request request) {
            encodeRequest(request, out);
        } else if (message instanceof Reply reply) {
            out.begin(MessageType.REPLY, reply.flags(), 0, reply.exchange())
                    .putU16(reply.status())
                    .putFields(reply.fields())
                    .putBytes(reply.body())
                    .end();
        } else if (message instanceof Heartbeat heartbeat) {
            encodeHeartbeat(heartbeat, out);
        } else if (message instanceof Cancel cancel) {
            out.begin(MessageType.CANCEL, 0, 0, cancel.exchange())
                    .putU8(cancel.reason().code())
                    .end();
        } else if (message instanceof Refuse refuse) {
            out.begin(MessageType.REFUSE, 0, 0, refuse.exchange())
                    .putU16(refuse.code().number())
                    .putUtf8(refuse.reason())
                    .end();
        } else if (message instanceof Deadline deadline) {
            out.begin(MessageType.DEADLINE, 0, 0, deadline.exchange())
                    .putU32(deadline.timeoutMs())
                    .end();
        } else if (message instanceof Data data) {
            out.begin(MessageType.DATA, data.flags(), 0, data.exchange())
                    .putU64(data.offset())
                    .putBytes(data.bytes())
                    .end();
        } else if (message instanceof Credit credit) {
            out.begin(MessageType.CREDIT, 0, 0, credit.exchange())
                    .putU64(credit.limit())
                    .end();
        } else if (message instanceof Reset reset) {
            out.begin(MessageType.RESET, 0, 0, reset.exchange())
                    .putU8(reset.directions())
                    .putU16(reset.code().number())
                    .putUtf8(reset.reason())
                    .end();
        } else {
            out.begin(message.type(), 0, 0, 0);
            if (message instanceof Challenge challenge) {
                out.putBytes(Slice.of(challenge.nonce())).putBytes(Slice.of(challenge.proof()));
            } else if (message instanceof Prove prove) {
                out.putBytes(Slice.of(prove.proof()));
            } else if (!(message instanceof Drain) && !(message instanceof Goodbye)) {
                out.putBytes(Slice.of(Json.write(message)));
            }
            out.end();
        }
    }

    /** Returns a message encoded as a frame of its own. */
    public static byte[] encode(Message message) {
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        encode(message, writer);
        byte[] frame = writer.poll();
        if (frame == null) {
            throw new IllegalStateException("nothing was written for " + message.type());
        }
        return frame;
    }

    /** Returns a message encoded as a record that fills its frame. */
    public static WireRecord record(Message message) {
        byte[] frame = encode(message);
        return new WireRecord(frame, 0, frame.length);
    }

    /**
     * Begins a REQUEST and writes all that precedes its fields. The caller puts the field count, the fields and the
     * body.
     */
    public static BatchWriter beginRequest(
            BatchWriter out,
            long exchange,
            int flags,
            int budgetMs,
            String method,
            boolean https,
            HttpVersion version,
            String path,
            String query) {
        return beginRequest(out, exchange, flags, budgetMs, 0, method, https, version, path, query);
    }

    private static BatchWriter beginRequest(
            BatchWriter out,
            long exchange,
            int flags,
            int budgetMs,
            int route,
            String method,
            boolean https,
            HttpVersion version,
            String path,
            String query) {
        int code = HttpMethod.code(method);
        if (code == 0 && !HttpMethod.isValid(method)) {
            throw new IllegalArgumentException("method of " + method.length()
                    + " characters (expected: a token of 1 to " + HttpMethod.MAX_LENGTH + ")");
        }
        out.begin(MessageType.REQUEST, flags, budgetMs, exchange)
                .putU32(route)
                .putU8(code)
                .putU8((https ? 1 : 0) | (version.code() << 1));
        if (code == 0) {
            out.putU8(method.length());
            for (int i = 0; i < method.length(); i++) {
                out.putU8(method.charAt(i));
            }
        }
        return out.putUtf8(path).putLatin1(query);
    }

    private static void encodeRequest(Request request, BatchWriter out) {
        beginRequest(
                        out,
                        request.exchange(),
                        request.flags(),
                        request.budgetMs(),
                        request.route(),
                        request.method(),
                        request.https(),
                        request.version(),
                        request.path(),
                        request.query())
                .putFields(request.fields())
                .putBytes(request.body())
                .end();
    }

    private static void encodeHeartbeat(Heartbeat heartbeat, BatchWriter out) {
        out.begin(MessageType.HEARTBEAT, 0, 0, 0)
                .putU64(heartbeat.sequence())
                .putU32(heartbeat.running())
                .putU32(heartbeat.waiting())
                .putU32(heartbeat.oldestMs())
                .putU16(heartbeat.counters().size());
        heartbeat.counters().forEach((name, value) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > Heartbeat.MAX_COUNTER_NAME_BYTES) {
                throw new IllegalArgumentException("counter name of " + bytes.length + " bytes (expected: at most "
                        + Heartbeat.MAX_COUNTER_NAME_BYTES + ")");
            }
            out.putU8(bytes.length).putBytes(bytes, 0, bytes.length).putU64(value);
        });
        out.end();
    }

    /**
     * Decodes a record that {@link Batch#parse} returned.
     *
     * @throws ProtocolException if its JSON does not fit its type
     */
    public static Message decode(WireRecord record) throws ProtocolException {
        MessageType type = record.type();
        if (type == null) {
            throw new ProtocolException(ErrorCode.MALFORMED, "a record of an unknown type");
        }
        return switch (type) {
            case HELLO -> MessageRules.check(Json.read(Hello.class, type, json(record)));
            case REGISTER -> MessageRules.check(Json.read(Register.class, type, json(record)));
            case WELCOME -> MessageRules.check(Json.read(Welcome.class, type, json(record)));
            case REJECT -> MessageRules.check(Json.read(Reject.class, type, json(record)));
            case ROUTES -> MessageRules.check(Json.read(Routes.class, type, json(record)));
            case JOIN -> MessageRules.check(Json.read(Join.class, type, json(record)));
            case DESCRIBE -> MessageRules.check(Json.read(Describe.class, type, json(record)));
            case DESCRIPTION -> MessageRules.check(Json.read(Description.class, type, json(record)));
            case LOG_LEVEL -> MessageRules.check(Json.read(LogLevel.class, type, json(record)));
            case HEARTBEAT -> heartbeat(record);
            case DRAIN -> new Drain();
            case GOODBYE -> new Goodbye();
            case CHALLENGE -> challenge(record);
            case PROVE -> new Prove(reader(record).bytes(KeyProof.MAC_BYTES));
            case REQUEST -> request(record);
            case REPLY -> reply(record);
            case CANCEL ->
                new Cancel(record.exchange(), Cancel.Reason.of(reader(record).u8()));
            case REFUSE -> refuse(record);
            case DEADLINE -> new Deadline(record.exchange(), reader(record).u32());
            case DATA -> data(record);
            case CREDIT -> new Credit(record.exchange(), reader(record).u64());
            case RESET -> reset(record);
        };
    }

    /**
     * Decodes a REQUEST record that {@link Batch#parse} returned. The body of the result is a slice of the record's array,
     * or a copy of the body that lies in a chunk.
     */
    public static Request request(WireRecord record) {
        RecordReader in = reader(record);
        int route = in.u32();
        int code = in.u8();
        int scheme = in.u8();
        String name = code == 0 ? in.latin1(in.u8()) : HttpMethod.name(code);
        return new Request(
                record.exchange(),
                record.flags(),
                record.budgetMs(),
                route,
                name == null ? "" : name,
                (scheme & 1) != 0,
                HttpVersion.of((scheme >> 1) & 3),
                in.utf8(in.u16()),
                in.latin1(in.u16()),
                in.fields(),
                in.restInArray());
    }

    /** Decodes a REPLY record that {@link Batch#parse} returned; the body of the result is borrowed from the frame. */
    public static Reply reply(WireRecord record) {
        RecordReader in = reader(record);
        int status = in.u16();
        return new Reply(record.exchange(), record.flags(), status, in.fields(), in.rest());
    }

    /** Decodes a DATA record that {@link Batch#parse} returned; the bytes of the result are borrowed from the frame. */
    public static Data data(WireRecord record) {
        RecordReader in = reader(record);
        long offset = in.u64();
        return new Data(record.exchange(), record.flags(), offset, in.rest());
    }

    private static Reset reset(WireRecord record) {
        RecordReader in = reader(record);
        int directions = in.u8();
        ErrorCode code = ErrorCode.of(in.u16());
        return new Reset(record.exchange(), directions, code, in.utf8(in.u16()));
    }

    private static Heartbeat heartbeat(WireRecord record) {
        RecordReader in = reader(record);
        long sequence = in.u64();
        int running = in.u32();
        int waiting = in.u32();
        int oldestMs = in.u32();
        int count = in.u16();
        Map<String, Long> counters = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.utf8(in.u8());
            counters.put(name, in.u64());
        }
        return new Heartbeat(sequence, running, waiting, oldestMs, counters);
    }

    private static Challenge challenge(WireRecord record) {
        RecordReader in = reader(record);
        byte[] nonce = in.bytes(KeyProof.NONCE_BYTES);
        return new Challenge(nonce, in.bytes(KeyProof.MAC_BYTES));
    }

    private static Refuse refuse(WireRecord record) {
        RecordReader in = reader(record);
        ErrorCode code = ErrorCode.of(in.u16());
        return new Refuse(record.exchange(), code, in.utf8(in.u16()));
    }

    private static Slice json(WireRecord record) {
        return reader(record).restInArray();
    }

    private static RecordReader reader(WireRecord record) {
        return new RecordReader(record);
    }
}
