#!/usr/bin/python3
"""A cell in Python 3 and pyzmq, written from docs/protocol.md.

    NEST_KEY=... cell.py tcp://127.0.0.1:9022 py-1
    cell.py tcp://127.0.0.1:9022 py-1 --curve conf/py-1.key ROUTER_KEY      (docs/curve.md: nest.security = curve)

Serves GET /py/hello/{name}?delayMs=0, POST /py/echo, PUT /py/digest, which answers the SHA-256 of its body, and
GET /py/lines/{count}, until it is told to stop by SIGINT or SIGTERM. All but the first take or give bodies of any length.
"""
import base64, collections, concurrent.futures, hashlib, hmac, json, os, queue, re, secrets, signal, struct, sys
import threading, time
from urllib.parse import parse_qs

import zmq
from zmq.utils.monitor import recv_monitor_message

HELLO, REGISTER, WELCOME, REJECT, HEARTBEAT, DRAIN, GOODBYE, ROUTES, JOIN, CHALLENGE, PROVE = range(1, 12)
REQUEST, REPLY, CANCEL, REFUSE = range(0x10, 0x14)
DATA, CREDIT, RESET = range(0x20, 0x23)
MORE = 1  # a flag
BUSY, DRAINING, NO_ROUTE, ASKER_GONE, IDLE, NOT_READ, OVERRUN, BROKEN = 10, 11, 12, 20, 22, 23, 24, 25
MINE, YOURS, BOTH = 1, 2, 3  # directions of RESET
METHODS = [None, "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]
HEADER = struct.Struct(">IBBHIQ")
NO_HANDSHAKE = (zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
                | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL)
CONCURRENCY = 8
STREAMS = 4  # exchanges whose bodies flow
DATA_HEAD = HEADER.size + 8
FIRST_WINDOW, WINDOW = 64 << 10, 256 << 10  # bytes that we permit: at first, and while a body is being read
PIECE = 32 << 10  # bytes of an answer that we gather before we send them
IDLE_S = 60


def hello(request, name):
    delay_ms = int(parse_qs(request.query).get("delayMs", ["0"])[0])
    if request.cancelled.wait(delay_ms / 1000):
        return 503, {}, b"nobody waits any more"
    return 200, {"content-type": "text/plain;charset=utf-8"}, f"Hello, {name}".encode()


def echo(request):
    body = request.pieces() if request.stream else request.body
    return 200, {"content-type": dict(request.fields).get("content-type", "application/octet-stream")}, body


def digest(request):
    sha256 = hashlib.sha256()
    for piece in request.pieces():
        sha256.update(piece)
    return 200, {"content-type": "text/plain"}, sha256.hexdigest().encode()


def lines(request, count):
    return 200, {"content-type": "text/plain"}, (b"line %d\n" % number for number in range(int(count)))


HANDLERS = {  # by our own numbers, which come back in REQUEST
    1: ("GET", "/py/hello/{name}", hello),
    2: ("POST", "/py/echo", echo),
    3: ("PUT", "/py/digest", digest),
    4: ("GET", "/py/lines/{count}", lines),
}


def record(kind, body=b"", exchange=0, flags=0):
    return HEADER.pack(HEADER.size + len(body), 1, kind, flags, 0, exchange) + body


def json_record(kind, members):
    return record(kind, json.dumps(members).encode())


def records(message):
    """The (type, flags, exchange, body) of every record of a message, judged whole before any of it is used."""
    found, at = [], 0
    while at < len(message) or not found:
        length, version, kind, flags, _budget, exchange = HEADER.unpack_from(message, at)
        if version != 1 or length < HEADER.size or at + length > len(message):
            raise ValueError(f"record of {length} bytes and version {version} at {at} of {len(message)}")
        found.append((kind, flags, exchange, message[at + HEADER.size:at + length]))
        at += length
    return found


def text16(data):
    return struct.pack(">H", len(data)) + data


class BrokenOff(Exception):
    """A body does not flow any more. The argument is the error code to tell the router; None if it has told us."""


class Request:
    """A REQUEST record, and whether anybody still waits for its answer. Bodies that flow pass between two threads: that
    of the socket, which calls the methods with on_, and the one worker that has the request."""

    def __init__(self, session, exchange, more, body, say):
        self.session, self.exchange, self.cancelled, self.say = session, exchange, threading.Event(), say
        self.changed = threading.Condition()  # guards what follows
        self.waiting, self.received, self.granted, self.ended = collections.deque(), 0, 0, not more
        self.limit, self.broken, self.code = 0, False, None
        self.stream = more
        self.data, self.at = body, 0
        self.route, code, _scheme = struct.unpack(">IBB", self.take(6))
        self.method = METHODS[code] if code else self.take(self.take(1)[0]).decode("ascii")
        self.path = self.take16().decode("utf-8")
        self.query = self.take16().decode("latin-1")
        count = struct.unpack(">H", self.take(2))[0]
        self.fields = [(self.take16().decode("ascii"), self.take16().decode("latin-1")) for _ in range(count)]
        self.body = self.data[self.at:]

    def take(self, length):
        self.at += length
        if self.at > len(self.data):
            raise ValueError(f"REQUEST of {len(self.data)} bytes (expected: at least {self.at})")
        return self.data[self.at - length:self.at]

    def take16(self):
        return self.take(struct.unpack(">H", self.take(2))[0])

    def on_data(self, more, offset, piece):
        length = DATA_HEAD + len(piece)
        with self.changed:
            if self.ended or self.broken:
                return
            if offset != self.received or ((more or piece) and offset + length > self.granted):
                self.broken, self.code = True, OVERRUN
            else:
                self.received += length
                self.waiting.append(piece)
                self.ended = not more
            self.changed.notify()

    def on_credit(self, limit):
        with self.changed:
            self.limit = max(self.limit, limit)
            self.changed.notify()

    def on_broken_off(self, code, directions=BOTH):
        with self.changed:
            if not self.broken and (directions != MINE or not self.ended):
                self.broken, self.code = True, code
                self.changed.notify()
        if self.broken:
            self.cancelled.set()

    def pieces(self):
        """The body, each piece as it comes. The sender is permitted more whenever half of the window is used up."""
        used, window = 0, FIRST_WINDOW
        yield self.body
        while True:
            with self.changed:
                if not self.ended and self.granted - used <= window // 2:
                    self.granted, window = used + window, WINDOW
                    self.say(self, record(CREDIT, struct.pack(">Q", self.granted), self.exchange))
                if not self.changed.wait_for(lambda: self.waiting or self.ended or self.broken, IDLE_S):
                    raise BrokenOff(IDLE)
                if self.broken:
                    raise BrokenOff(self.code)
                if not self.waiting:
                    return
                piece = self.waiting.popleft()
            used += DATA_HEAD + len(piece)
            yield piece

    def send(self, pieces, max_data):
        """Sends an answer's body after its head, as fast as it is permitted, and its end."""
        sent, gathered = 0, b""
        for piece in pieces:
            gathered += piece
            while len(gathered) >= PIECE:
                sent, gathered = self.send_some(sent, gathered, max_data)
        while gathered:
            sent, gathered = self.send_some(sent, gathered, max_data)
        self.say(self, record(DATA, struct.pack(">Q", sent), self.exchange))

    def send_some(self, sent, data, max_data):
        with self.changed:
            self.changed.wait_for(lambda: self.limit - sent > DATA_HEAD or self.broken)
            if self.broken:
                raise BrokenOff(self.code)
            room = min(self.limit - sent, max_data) - DATA_HEAD
        some = data[:room]
        self.say(self, record(DATA, struct.pack(">Q", sent) + some, self.exchange, MORE))
        return sent + DATA_HEAD + len(some), data[room:]

    def refuse_rest(self):
        """Wants no more of the body: the handler has returned."""
        with self.changed:
            if not self.ended:
                self.ended = True
                self.say(self, reset(self.exchange, YOURS, NOT_READ))


def reset(exchange, directions, code):
    return record(RESET, struct.pack(">BH", directions, code) + text16(b""), exchange)


def reply(exchange, status, fields, body, flags=0):
    if not 200 <= status <= 599:
        raise ValueError(f"status {status}")
    out = [struct.pack(">HH", status, len(fields))]
    for name, value in fields.items():
        name = name.lower()
        if not re.fullmatch(r"[a-z0-9!#$%&'*+.^_`|~-]+", name) or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
            raise ValueError(f"field {name}: {value!r}")
        out += [text16(name.encode("ascii")), text16(value.encode("latin-1"))]
    return record(REPLY, b"".join(out) + body, exchange, flags)


class Lost(Exception):
    """The session is over. The second argument says how long to wait before the next, if that is known."""


def curve_keys(key_file, router_key):
    """Our public and secret key, from lines such as 'public = KEY', and the router's public key."""
    with open(key_file) as lines:
        keys = dict(line.split(" = ", 1) for line in map(str.strip, lines) if line and not line.startswith("#"))
    return keys["public"].encode(), keys["secret"].encode(), router_key.encode()


class Cell:
    def __init__(self, endpoint, name, key, curve):
        self.endpoint, self.name, self.key, self.curve = endpoint, name, key.encode(), curve
        self.key_id = self.mac(b"cellnest/1 key id")[:4].hex()
        self.incarnation, self.revision = secrets.token_hex(8), 0
        self.context, self.workers = zmq.Context(), concurrent.futures.ThreadPoolExecutor(CONCURRENCY + STREAMS)
        self.streams = threading.BoundedSemaphore(STREAMS)
        self.answers, self.running, self.session, self.leaving = queue.Queue(), {}, 0, False
        self.wake_read, self.wake_write = os.pipe()  # ends a wait: workers write to it, and so do signals
        os.set_blocking(self.wake_write, False)
        signal.set_wakeup_fd(self.wake_write)
        for number in signal.SIGINT, signal.SIGTERM:
            signal.signal(number, lambda *_: setattr(self, "leaving", True))

    def mac(self, *parts):
        lengthened = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        return hmac.new(self.key, lengthened, hashlib.sha256).digest()

    def run(self):
        pause, said = 0.1, ""
        while not self.leaving:
            self.welcomed = False
            try:
                self.serve()
            except (Lost, ValueError, struct.error) as e:
                if e.args[0] != said or self.welcomed:  # a change, not its repetition
                    print(f"session lost: {e.args[0]}", flush=True)
                said = e.args[0]
                pause = 0.1 if self.welcomed else pause
                time.sleep(e.args[1] if len(e.args) > 1 else pause)
                pause = min(1.0, pause * 2)
        self.workers.shutdown()

    def serve(self):
        """One session, from a new socket to its end."""
        self.session, self.running, self.outgoing = self.session + 1, {}, []
        self.limits, self.draining, self.sequence, self.missed = None, False, 0, 0
        self.heartbeat_s, self.dead_after = 1.0, 5  # until HELLO says otherwise
        self.socket = self.context.socket(zmq.DEALER)
        for option, value in (zmq.LINGER, 0), (zmq.IMMEDIATE, 1), (zmq.SNDHWM, 64), (zmq.RCVHWM, 64):
            self.socket.setsockopt(option, value)
        if self.curve:
            self.socket.curve_publickey, self.socket.curve_secretkey, self.socket.curve_serverkey = self.curve
        monitor = self.socket.get_monitor_socket(NO_HANDSHAKE)
        try:
            self.socket.connect(self.endpoint)
            poller = zmq.Poller()
            for source in self.socket, monitor, self.wake_read:
                poller.register(source, zmq.POLLIN)
            due, heard = time.monotonic() + self.heartbeat_s, False
            while not self.farewell():
                ready = dict(poller.poll(max(0, int(1000 * (due - time.monotonic())) + 1)))
                if monitor in ready:
                    self.on_no_handshake(recv_monitor_message(monitor)["event"])
                if self.wake_read in ready:
                    os.read(self.wake_read, 4096)
                while self.socket.getsockopt(zmq.EVENTS) & zmq.POLLIN:
                    heard = True
                    for kind, flags, exchange, body in records(self.socket.recv()):
                        self.on_record(kind, flags, exchange, body)
                while not self.answers.empty():
                    self.on_answer(*self.answers.get())
                if time.monotonic() >= due:
                    self.on_period(heard)
                    due, heard = time.monotonic() + self.heartbeat_s, False
                self.flush()
        finally:
            for request in self.running.values():
                request.cancelled.set()
                request.on_broken_off(None)
            self.socket.disable_monitor()
            monitor.close()
            self.socket.close()

    def on_no_handshake(self, event):
        if event == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
            raise Lost("the router refuses our public key (expected: a key in its router.curve.back-clients)", 1.0)
        raise Lost("no handshake (expected: CURVE at both ends or at none, and with it the router's own key)", 1.0)

    def on_period(self, heard):
        self.missed = 0 if heard else self.missed + 1
        if self.missed >= self.dead_after:
            raise Lost("the router is silent")
        if self.welcomed:
            self.sequence += 1
            load = struct.pack(">QIIIH", self.sequence, self.calls(), 0, 0, 0)
            self.outgoing.append(record(HEARTBEAT, load))

    def farewell(self):
        """Whether to leave now: we were told to, have finished what we had, and have said so."""
        if not self.leaving or not self.welcomed:
            return self.leaving
        if not self.draining:
            self.draining = True
            self.outgoing.append(record(DRAIN))
            self.flush()
        if self.running:
            return False
        self.outgoing.append(record(GOODBYE))
        self.flush()
        time.sleep(0.1)  # a socket drops what it has not sent when it is closed
        return True

    def calls(self):
        return sum(not request.stream for request in self.running.values())

    def on_record(self, kind, flags, exchange, body):
        if kind == HELLO:
            if self.limits:
                raise Lost("the connection was replaced")
            self.on_hello(json.loads(body))
        elif kind == CHALLENGE:
            self.on_challenge(body[:32], body[32:])
        elif kind == WELCOME:
            self.welcomed = True
            print(f"welcome as {self.name}", flush=True)
            for verdict in json.loads(body).get("deployments", []):
                if not verdict["accepted"]:
                    print(f"deployment {verdict['name']} refused: {verdict['reason']}", flush=True)
        elif kind == REJECT:
            reject = json.loads(body)
            pause = [0.25] if reject["code"] == "id-in-use" else []
            raise Lost(f"rejected: {reject['code']}: {reject['reason']}", *pause)
        elif kind == GOODBYE:
            raise Lost("the router said goodbye")
        elif kind == REQUEST:
            self.on_request(Request(self.session, exchange, bool(flags & MORE), body, self.say))
        elif exchange in self.running:
            request = self.running[exchange]
            if kind == CANCEL:
                request.cancelled.set()
                request.on_broken_off(ASKER_GONE)
            elif kind == DATA:
                request.on_data(bool(flags & MORE), *struct.unpack_from(">Q", body), body[8:])
            elif kind == CREDIT:
                request.on_credit(*struct.unpack_from(">Q", body))
            elif kind == RESET:
                request.on_broken_off(None if body[0] == BOTH else ASKER_GONE, body[0])

    def on_hello(self, hello):
        self.limits = hello["limits"]
        self.heartbeat_s, self.dead_after = hello["heartbeatMs"] / 1000, hello["deadAfterMissed"]
        if hello["protocol"] != 1 or bool(self.key) != hello.get("keyRequired", False):
            raise Lost("another protocol, or only one of us has a key", 1.0)
        self.revision += 1
        self.nonce = secrets.token_bytes(32)
        members = {"kind": "cell", "id": self.name, "incarnation": self.incarnation, "revision": self.revision,
                   "concurrency": CONCURRENCY, "maxStreams": STREAMS, "deployments": [{"name": "python-example"}],
                   "routesPages": 1}
        if self.key:
            members["key"] = {"id": self.key_id, "nonce": base64.b64encode(self.nonce).decode()}
        self.register = json_record(REGISTER, members)
        self.outgoing += [self.register, json_record(ROUTES, {"revision": self.revision, "page": 1, "routes": [
            {"deployment": "python-example", "number": number, "template": template, "methods": [method]}
            for number, (method, template, _) in HANDLERS.items()]})]

    def on_challenge(self, nonce, proof):
        if not hmac.compare_digest(proof, self.mac(b"cellnest/1 router", self.key_id.encode(), self.nonce, nonce)):
            raise Lost("the router does not know this nest's key", 1.0)
        self.outgoing.append(record(PROVE, self.mac(
            b"cellnest/1 peer", self.key_id.encode(), b"cell", self.name.encode(), self.incarnation.encode(),
            struct.pack(">I", 0), self.nonce, nonce, hashlib.sha256(self.register).digest())))

    def on_request(self, request):
        room = self.streams.acquire(blocking=False) if request.stream else self.calls() < CONCURRENCY
        if self.draining or request.route not in HANDLERS or not room:
            code = DRAINING if self.draining else BUSY if request.route in HANDLERS else NO_ROUTE
            self.outgoing.append(record(REFUSE, struct.pack(">H", code) + text16(b"not started"), request.exchange))
            if request.stream and room:
                self.streams.release()
        else:
            self.running[request.exchange] = request
            self.workers.submit(self.work, request, self.limits)

    def work(self, request, limits):
        """On a worker's thread."""
        begun = False
        try:
            status, fields, body = self.handle(request)
            flows = not isinstance(body, bytes)
            if flows and not limits.get("maxDataBytes", 0):
                flows, body = False, b"".join(body)  # a router that knows no bodies that flow
            if flows and not request.stream:
                request.stream = self.streams.acquire(blocking=False)
                if not request.stream:
                    status, fields, body, flows = 503, {}, b"too many bodies flow", False
            head = reply(request.exchange, status, fields, b"" if flows else body, MORE if flows else 0)
            if len(head) > limits["maxMessageBytes"]:
                head = reply(request.exchange, 500, {}, b"the answer is too large")
            if not flows:
                request.refuse_rest()
            self.say(request, head)
            begun = True
            if flows:
                request.send(body, limits["maxDataBytes"])
                request.refuse_rest()
        except BrokenOff as e:
            if e.args[0] is not None:
                self.say(request, reset(request.exchange, BOTH, e.args[0]))
        except Exception as e:
            print(f"{request.method} {request.path}: {e!r}", flush=True)
            if begun:
                self.say(request, reset(request.exchange, BOTH, BROKEN))
            else:
                request.refuse_rest()
                self.say(request, reply(request.exchange, 500, {}, b""))
        finally:
            if request.stream:
                self.streams.release()
            self.say(request, None)

    def handle(self, request):
        _, template, handler = HANDLERS[request.route]
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
        return handler(request, **re.fullmatch(pattern, request.path).groupdict())

    def say(self, request, answer):
        """Gives a record, or None after a request's last, to the thread that owns the socket. On a worker's thread."""
        self.answers.put((request, answer))
        try:
            os.write(self.wake_write, b"\0")
        except BlockingIOError:
            pass  # so full of wake-ups that it will be read soon

    def on_answer(self, request, answer):
        if request.session != self.session:
            return  # asked in a session that is over
        if answer is None:
            del self.running[request.exchange]
        else:
            self.outgoing.append(answer)

    def flush(self):
        """Sends what has gathered, in batches. Where the connection takes nothing, the session is over."""
        while self.outgoing:
            batch = self.outgoing.pop(0)
            count = 1
            while (self.outgoing and count < self.limits["maxBatchRecords"]
                    and len(batch) + len(self.outgoing[0]) <= self.limits["maxBatchBytes"]):
                batch += self.outgoing.pop(0)
                count += 1
            try:
                self.socket.send(batch, zmq.DONTWAIT)
            except zmq.Again:
                raise Lost("the connection takes nothing") from None


if __name__ == "__main__":
    if len(sys.argv) != 3 and (len(sys.argv) != 6 or sys.argv[3] != "--curve"):
        sys.exit(__doc__)
    curve = curve_keys(*sys.argv[4:]) if len(sys.argv) == 6 else None
    Cell(sys.argv[1], sys.argv[2], os.environ.get("NEST_KEY", ""), curve).run()
