package org.cellnest.integration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cellnest.buffer.Slice;
import org.cellnest.integration.harness.RawZmtp;
import org.cellnest.integration.harness.RoguePeer;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;

/** What strangers may send to a ZeroMQ port of the router. */
enum HostileBytes {
    /** A browser that has lost its way. */
    HTTP_REQUEST {
        @Override
        void sendTo(int port) throws IOException {
            try (RawZmtp peer = new RawZmtp(port)) {
                peer.raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                expectClosed(peer);
            }
        }
    },
    RANDOM_BYTES {
        @Override
        void sendTo(int port) throws IOException {
            for (int seed = 0; seed < 8; seed++) {
                byte[] bytes = new byte[4_096];
                new Random(seed).nextBytes(bytes);
                try (RawZmtp peer = new RawZmtp(port)) {
                    tolerant(() -> peer.raw(bytes));
                }
            }
        }
    },
    RANDOM_BYTES_AFTER_HANDSHAKE {
        @Override
        void sendTo(int port) throws IOException {
            for (int seed = 0; seed < 8; seed++) {
                byte[] bytes = new byte[4_096];
                new Random(seed).nextBytes(bytes);
                try (RawZmtp peer = new RawZmtp(port)) {
                    peer.shakeHands();
                    tolerant(() -> peer.raw(bytes));
                }
            }
        }
    },
    /** As a signed number it is negative. */
    FRAME_OF_2_TO_THE_64_MINUS_1 {
        @Override
        void sendTo(int port) throws IOException {
            try (RawZmtp peer = new RawZmtp(port)) {
                peer.shakeHands();
                peer.announce(0, -1);
                tolerant(() -> peer.raw(new byte[100_000]));
            }
            try (RawZmtp peer = new RawZmtp(port)) {
                peer.greet();
                tolerant(() -> peer.announce(RawZmtp.COMMAND, -1));
                tolerant(() -> peer.raw(new byte[100_000]));
            }
        }
    },
    /** Memory for all of it at once would be the end. */
    FRAME_OF_2_GB {
        @Override
        void sendTo(int port) throws IOException {
            for (long size : new long[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 8L, 1L << 32, 1L << 40}) {
                try (RawZmtp peer = new RawZmtp(port)) {
                    peer.shakeHands();
                    peer.announce(0, size);
                    expectClosed(peer);
                }
            }
        }
    },
    /** A message that never ends, in frames that are each within the limit. */
    ENDLESS_MORE {
        @Override
        void sendTo(int port) throws IOException {
            byte[] part = new byte[60_000];
            try (RawZmtp peer = new RawZmtp(port)) {
                peer.shakeHands();
                tolerant(() -> {
                    for (int i = 0; i < 4_000; i++) {
                        peer.writeFrame(RawZmtp.MORE, part);
                    }
                });
            }
        }
    },
    CONNECTIONS_THAT_SAY_NOTHING {
        @Override
        void sendTo(int port) throws IOException {
            List<RawZmtp> silent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                silent.add(new RawZmtp(port));
            }
            for (RawZmtp peer : silent) {
                peer.close();
            }
        }
    },
    BATCH_THAT_DOES_NOT_ADD_UP {
        @Override
        void sendTo(int port) throws IOException {
            byte[] good = MessageCodec.encode(new Goodbye());
            byte[] tooLong = ByteBuffer.wrap(good.clone()).putInt(0, 1_000).array();
            byte[] negative = ByteBuffer.wrap(good.clone()).putInt(0, -1).array();
            byte[] version = good.clone();
            version[4] = 9;
            for (byte[] bad : List.of(tooLong, negative, version, new byte[19], new byte[0])) {
                try (RoguePeer peer = new RoguePeer(port)) {
                    peer.writeFrame(0, bad);
                    peer.await(Reject.class);
                }
            }
        }
    },
    RECORDS_BEFORE_REGISTER {
        @Override
        void sendTo(int port) throws IOException {
            Reply reply = new Reply(5, 0, 200, Fields.EMPTY, Slice.EMPTY);
            try (RoguePeer peer = new RoguePeer(port)) {
                peer.send(reply);
                peer.await(Reject.class);
            }
            try (RoguePeer peer = new RoguePeer(port)) {
                peer.send(new Cancel(7, Cancel.Reason.ASKER_GONE));
                peer.await(Reject.class);
            }
            try (RoguePeer peer = new RoguePeer(port)) {
                peer.send(new Prove(new byte[32]));
                peer.await(Reject.class);
            }
            try (RoguePeer peer = new RoguePeer(port)) {
                peer.send(new Join("0011223344556677", 1, null));
                peer.await(Reject.class);
            }
        }
    },
    JSON_THAT_IS_NONE {
        @Override
        void sendTo(int port) throws IOException {
            byte[] good = MessageCodec.encode(RoguePeer.register(PeerKind.CELL, "liar", 4, "liar", 0, null));
            String deep = "{\"labels\":" + "[".repeat(50_000);
            for (String json : List.of("", "{", "[]", "null", "{\"kind\":\"queen\"}", "\u0000", deep)) {
                byte[] body = json.getBytes(StandardCharsets.UTF_8);
                byte[] frame = ByteBuffer.allocate(20 + body.length)
                        .put(good, 0, 20)
                        .put(body)
                        .putInt(0, 20 + body.length)
                        .array();
                try (RoguePeer peer = new RoguePeer(port)) {
                    peer.writeFrame(0, frame);
                    peer.await(Reject.class);
                }
            }
        }
    },
    /** Sessions are no longer than their connections: ids and memory come back. */
    PEERS_THAT_COME_AND_GO {
        @Override
        void sendTo(int port) throws IOException {
            for (int i = 0; i < 20; i++) {
                RoguePeer.cell(port, "mayfly-" + i, "mayfly", "/mayfly/" + i + "/{x:\\w+}")
                        .close();
            }
        }
    };

    /** Sends it, and returns when it has been refused, if it is to be refused. */
    abstract void sendTo(int port) throws IOException;

    /** Something that the other side may cut short by closing the connection, as it should. */
    private interface Cut {
        void run() throws IOException;
    }

    private static void tolerant(Cut step) {
        try {
            step.run();
        } catch (IOException e) {
            // Closed on us, as it should be.
        }
    }

    private static void expectClosed(RawZmtp peer) {
        if (!peer.isClosedByPeer()) {
            throw new AssertionError("the connection is still open after ten seconds");
        }
    }
}
