#!/usr/bin/python3
"""A cell in Python 3 and pyzmq, written from docs/protocol.md.

    NEST_KEY=... cell.py tcp://127.0.0.1:9022 py-1
    cell.py tcp://127.0.0.1:9022 py-1 --curve conf/py-1.key ROUTER_KEY      (docs/curve.md: nest.security = curve)

Serves GET /py/hello/{name}?delayMs=0 and POST /py/echo until it is told to stop by SIGINT or SIGTERM.
"""
import base64, concurrent.futures, hashlib, hmac, json, os, queue, re, secrets, signal, struct, sys, threading, time
from urllib.parse import parse_qs

import zmq
from zmq.utils.monitor import recv_monitor_message

HELLO, REGISTER, WELCOME, REJECT, HEARTBEAT, DRAIN, GOODBYE, ROUTES, JOIN, CHALLENGE, PROVE = range(1, 12)
REQUEST, REPLY, CANCEL, REFUSE = range(0x10, 0x14)
BUSY, DRAINING, NO_ROUTE = 10, 11, 12
METHODS = [None, "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]
HEADER = struct.Struct(">IBBHIQ")
NO_HANDSHAKE = (zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
                | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL)
CONCURRENCY = 8


def hello(request, name):
    delay_ms = int(parse_qs(request.query).get("delayMs", ["0"])[0])
    if request.cancelled.wait(delay_ms / 1000):
        return 503, {}, b"nobody waits any more"
    return 200, {"content-type": "text/plain;charset=utf-8"}, f"Hello, {name}".encode()


def echo(request):
    return 200, {"content-type": dict(request.fields).get("content-type", "application/octet-stream")}, request.body


HANDLERS = {  # by our own numbers, which come back in REQUEST
    1: ("GET", "/py/hello/{name}", hello),
    2: ("POST", "/py/echo", echo),
}


def record(kind, body=b"", exchange=0):
    return HEADER.pack(HEADER.size + len(body), 1, kind, 0, 0, exchange) + body


def json_record(kind, members):
    return record(kind, json.dumps(members).encode())


def records(message):
    """The (type, exchange, body) of every record of a message, judged whole before any of it is used."""
    found, at = [], 0
    while at < len(message) or not found:
        length, version, kind, _flags, _budget, exchange = HEADER.unpack_from(message, at)
        if version != 1 or length < HEADER.size or at + length > len(message):
            raise ValueError(f"record of {length} bytes and version {version} at {at} of {len(message)}")
        found.append((kind, exchange, message[at + HEADER.size:at + length]))
        at += length
    return found


def text16(data):
    return struct.pack(">H", len(data)) + data


class Request:
    """A REQUEST record, and whether anybody still waits for its answer."""

    def __init__(self, session, exchange, body):
        self.session, self.exchange, self.cancelled = session, exchange, threading.Event()
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


def reply(exchange, status, fields, body):
    if not 200 <= status <= 599:
        raise ValueError(f"status {status}")
    out = [struct.pack(">HH", status, len(fields))]
    for name, value in fields.items():
        name = name.lower()
        if not re.fullmatch(r"[a-z0-9!#$%&'*+.^_`|~-]+", name) or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
            raise ValueError(f"field {name}: {value!r}")
        out += [text16(name.encode("ascii")), text16(value.encode("latin-1"))]
    return record(REPLY, b"".join(out) + body, exchange)


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
        self.context, self.workers = zmq.Context(), concurrent.futures.ThreadPoolExecutor(CONCURRENCY)
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
                    for kind, exchange, body in records(self.socket.recv()):
                        self.on_record(kind, exchange, body)
                while not self.answers.empty():
                    self.on_answer(*self.answers.get())
                if time.monotonic() >= due:
                    self.on_period(heard)
                    due, heard = time.monotonic() + self.heartbeat_s, False
                self.flush()
        finally:
            for request in self.running.values():
                request.cancelled.set()
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
            load = struct.pack(">QIIIH", self.sequence, len(self.running), 0, 0, 0)
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

    def on_record(self, kind, exchange, body):
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
            self.on_request(Request(self.session, exchange, body))
        elif kind == CANCEL and exchange in self.running:
            self.running[exchange].cancelled.set()

    def on_hello(self, hello):
        self.limits = hello["limits"]
        self.heartbeat_s, self.dead_after = hello["heartbeatMs"] / 1000, hello["deadAfterMissed"]
        if hello["protocol"] != 1 or bool(self.key) != hello.get("keyRequired", False):
            raise Lost("another protocol, or only one of us has a key", 1.0)
        self.revision += 1
        self.nonce = secrets.token_bytes(32)
        members = {"kind": "cell", "id": self.name, "incarnation": self.incarnation, "revision": self.revision,
                   "concurrency": CONCURRENCY, "deployments": [{"name": "python-example"}], "routesPages": 1}
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
        if self.draining or request.route not in HANDLERS or len(self.running) >= CONCURRENCY:
            code = DRAINING if self.draining else BUSY if request.route in HANDLERS else NO_ROUTE
            self.outgoing.append(record(REFUSE, struct.pack(">H", code) + text16(b"not started"), request.exchange))
        else:
            self.running[request.exchange] = request
            self.workers.submit(self.work, request)

    def work(self, request):
        """On a worker's thread."""
        _, template, handler = HANDLERS[request.route]
        try:
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
            variables = re.fullmatch(pattern, request.path).groupdict()
            answer = reply(request.exchange, *handler(request, **variables))
        except Exception as e:
            print(f"{request.method} {request.path}: {e!r}", flush=True)
            answer = reply(request.exchange, 500, {}, b"")
        self.answers.put((request, answer))
        try:
            os.write(self.wake_write, b"\0")
        except BlockingIOError:
            pass  # so full of wake-ups that it will be read soon

    def on_answer(self, request, answer):
        if request.session != self.session:
            return  # asked in a session that is over
        del self.running[request.exchange]
        if len(answer) > self.limits["maxMessageBytes"]:
            answer = reply(request.exchange, 500, {}, b"the answer is too large")
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
