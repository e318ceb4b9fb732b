#!/usr/bin/python3
"""A cell in Python 3 and pyzmq, written from docs/protocol.md.

    NEST_KEY=... cell.py tcp://127.0.0.1:9022 py-1

Serves GET /py/hello/{name}?delayMs=0 and POST /py/echo until it is told to stop by SIGINT or SIGTERM.
"""
import base64, concurrent.futures, hashlib, hmac, json, os, queue, re, secrets, signal, struct, sys, threading, time
from urllib.parse import parse_qs

import zmq

HELLO, REGISTER, WELCOME, REJECT, HEARTBEAT, DRAIN, GOODBYE, ROUTES = 1, 2, 3, 4, 5, 6, 7, 8
CHALLENGE, PROVE, REQUEST, REPLY, CANCEL, REFUSE = 0x0A, 0x0B, 0x10, 0x11, 0x12, 0x13
BUSY, DRAINING, NO_ROUTE = 10, 11, 12
METHODS = [None, "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]
HEADER = struct.Struct(">IBBHIQ")
CONCURRENCY = 8


# --- What this cell serves ------------------------------------------------------------------------------------------

def hello(request, name):
    delay_ms = int(parse_qs(request.query).get("delayMs", ["0"])[0])
    if request.cancelled.wait(delay_ms / 1000):
        return 503, {}, b"nobody waits any more"
    return 200, {"content-type": "text/plain;charset=utf-8"}, f"Hello, {name}".encode()


def echo(request):
    return 200, {"content-type": dict(request.fields).get("content-type", "application/octet-stream")}, request.body


ROUTE_TABLE = {  # by our own numbers, which come back in REQUEST
    1: ("GET", "/py/hello/{name}", hello),
    2: ("POST", "/py/echo", echo),
}


# --- Records --------------------------------------------------------------------------------------------------------

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
    """A REQUEST record, and what becomes of it."""

    def __init__(self, session, exchange, body):
        self.session, self.exchange, self.cancelled, self.at = session, exchange, threading.Event(), 0
        self.data = body
        self.route, code, _scheme = struct.unpack(">IBB", self.take(6))
        self.method = METHODS[code] if code else self.take(self.take(1)[0]).decode("ascii")
        self.path = self.take16().decode("utf-8")
        self.query = self.take16().decode("latin-1")
        count = struct.unpack(">H", self.take(2))[0]
        self.fields = [(self.take16().decode("ascii"), self.take16().decode("latin-1")) for _ in range(count)]
        self.body = self.data[self.at:]

    def take(self, length):
        if self.at + length > len(self.data):
            raise ValueError(f"{length} bytes at {self.at} of {len(self.data)}")
        self.at += length
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


def refuse(exchange, code, reason):
    return record(REFUSE, struct.pack(">H", code) + text16(reason.encode()), exchange)


# --- The key --------------------------------------------------------------------------------------------------------

class Key:
    def __init__(self, secret):
        self.secret = secret.encode()
        self.id = self.mac(b"cellnest/1 key id")[:4].hex()

    def mac(self, *parts):
        lengthened = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        return hmac.new(self.secret, lengthened, hashlib.sha256).digest()


# --- The cell -------------------------------------------------------------------------------------------------------

class Lost(Exception):
    """The session is over; the second argument says how long to wait before the next, if that is known."""


class Cell:
    def __init__(self, endpoint, name, secret):
        self.endpoint, self.name, self.key = endpoint, name, Key(secret) if secret else None
        self.incarnation, self.revision = secrets.token_hex(8), 0
        self.context, self.workers = zmq.Context(), concurrent.futures.ThreadPoolExecutor(CONCURRENCY)
        self.answers, self.running, self.session, self.leaving = queue.Queue(), {}, 0, False
        self.wake_read, self.wake_write = os.pipe()
        os.set_blocking(self.wake_read, False)
        os.set_blocking(self.wake_write, False)
        signal.set_wakeup_fd(self.wake_write)
        for number in signal.SIGINT, signal.SIGTERM:
            signal.signal(number, lambda *_: setattr(self, "leaving", True))

    def run(self):
        pause = 0.1
        while not self.leaving:
            self.welcomed = False
            try:
                self.serve()
            except (Lost, ValueError, struct.error) as e:
                print(f"session lost: {e.args[0]}", flush=True)
                pause = 0.1 if self.welcomed else pause
                self.sleep(e.args[1] if len(e.args) > 1 else pause)
                pause = min(1.0, pause * 2)
        for request in self.running.values():
            request.cancelled.set()
        self.workers.shutdown()
        self.context.term()

    def sleep(self, seconds):
        deadline = time.monotonic() + seconds
        while not self.leaving and time.monotonic() < deadline:
            time.sleep(0.02)

    def serve(self):
        """One session, from a new socket to its end."""
        self.session += 1
        self.running = {}
        self.limits, self.outgoing, self.draining = None, [], False
        self.heartbeat_s, self.dead_after, self.missed, self.sequence = 1.0, 5, 0, 0
        self.socket = self.context.socket(zmq.DEALER)
        for option, value in (zmq.LINGER, 0), (zmq.IMMEDIATE, 1), (zmq.SNDHWM, 64), (zmq.RCVHWM, 64):
            self.socket.setsockopt(option, value)
        try:
            self.socket.connect(self.endpoint)
            poller = zmq.Poller()
            poller.register(self.socket, zmq.POLLIN)
            poller.register(self.wake_read, zmq.POLLIN)
            due, heard = time.monotonic() + self.heartbeat_s, False
            while not self.farewell():
                events = dict(poller.poll(max(0, int(1000 * (due - time.monotonic())) + 1)))
                if self.wake_read in events:
                    os.read(self.wake_read, 4096)
                while self.socket.getsockopt(zmq.EVENTS) & zmq.POLLIN:
                    heard = True
                    for kind, exchange, body in records(self.socket.recv()):
                        self.on_record(kind, exchange, body)
                while not self.answers.empty():
                    self.on_answer(*self.answers.get())
                if time.monotonic() >= due:
                    self.missed = 0 if heard else self.missed + 1
                    if self.missed >= self.dead_after:
                        raise Lost("the router is silent")
                    due, heard = time.monotonic() + self.heartbeat_s, False
                    if self.welcomed:
                        self.sequence += 1
                        self.outgoing.append(record(
                            HEARTBEAT, struct.pack(">QIIIH", self.sequence, len(self.running), 0, 0, 0)))
                self.flush()
        finally:
            for request in self.running.values():
                request.cancelled.set()
            self.socket.close()

    def farewell(self):
        """Whether to leave now: told to, drained, and said so."""
        if not self.leaving:
            return False
        if self.welcomed and not self.draining:
            self.draining = True
            self.outgoing.append(record(DRAIN))
            self.flush()
        if self.running and self.missed == 0:
            return False
        if self.welcomed:
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
            nonce, proof = body[:32], body[32:]
            if not hmac.compare_digest(
                    proof, self.key.mac(b"cellnest/1 router", self.key.id.encode(), self.nonce, nonce)):
                raise Lost("the router does not know this nest's key", 1.0)
            self.outgoing.append(record(PROVE, self.key.mac(
                b"cellnest/1 peer", self.key.id.encode(), b"cell", self.name.encode(), self.incarnation.encode(),
                struct.pack(">I", 0), self.nonce, nonce, hashlib.sha256(self.register).digest())))
        elif kind == WELCOME:
            self.welcomed = True
            for verdict in json.loads(body).get("deployments", []):
                if not verdict["accepted"]:
                    print(f"deployment {verdict['name']} refused: {verdict['reason']}", flush=True)
            print(f"welcome as {self.name}", flush=True)
        elif kind == REJECT:
            reject = json.loads(body)
            raise Lost(f"rejected: {reject['code']}: {reject['reason']}",
                       *([0.25] if reject["code"] == "id-in-use" else []))
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
            members["key"] = {"id": self.key.id, "nonce": base64.b64encode(self.nonce).decode()}
        self.register = json_record(REGISTER, members)
        self.outgoing += [self.register, json_record(ROUTES, {"revision": self.revision, "page": 1, "routes": [
            {"deployment": "python-example", "number": number, "template": template, "methods": [method]}
            for number, (method, template, _) in ROUTE_TABLE.items()]})]

    def on_request(self, request):
        if self.draining or len(self.running) >= CONCURRENCY or request.route not in ROUTE_TABLE:
            code = DRAINING if self.draining else NO_ROUTE if request.route not in ROUTE_TABLE else BUSY
            self.outgoing.append(refuse(request.exchange, code, "not started"))
        else:
            self.running[request.exchange] = request
            self.workers.submit(self.work, request)

    def work(self, request):
        """On a worker's thread."""
        _, template, handler = ROUTE_TABLE[request.route]
        try:
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
            variables = re.fullmatch(pattern, request.path, re.DOTALL).groupdict()
            answer = reply(request.exchange, *handler(request, **variables))
        except Exception as e:
            print(f"{request.method} {request.path}: {e!r}", flush=True)
            answer = reply(request.exchange, 500, {}, b"")
        self.answers.put((request, answer))
        try:
            os.write(self.wake_write, b"\0")
        except BlockingIOError:
            pass  # so full of wake-ups that it will surely be read

    def on_answer(self, request, answer):
        if request.session != self.session:
            return  # asked in a session that is over
        del self.running[request.exchange]
        if len(answer) > self.limits["maxMessageBytes"]:
            answer = reply(request.exchange, 500, {}, b"the answer is too large")
        self.outgoing.append(answer)

    def flush(self):
        """Sends what has gathered, in batches. What the connection does not take is not kept: the session is over."""
        while self.outgoing:
            batch, size = [], 0
            while self.outgoing and len(batch) < self.limits["maxBatchRecords"] and (
                    not batch or size + len(self.outgoing[0]) <= self.limits["maxBatchBytes"]):
                size += len(self.outgoing[0])
                batch.append(self.outgoing.pop(0))
            try:
                self.socket.send(b"".join(batch), zmq.DONTWAIT)
            except zmq.Again:
                raise Lost("the connection takes nothing") from None


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    Cell(sys.argv[1], sys.argv[2], os.environ.get("NEST_KEY")).run()
