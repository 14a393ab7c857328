"""A proxy on 127.0.0.1 that breaks the first request of a kind in a chosen way, then passes everything."""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["cut", "mute", "late", "half", "busy", "down"]
"""cut: the request is cut after `amount` bytes, then reset · mute: it arrives whole, its answer is thrown away · late:
the answer is held back `amount` seconds · half: the answer is cut after `amount` bytes · busy: 503, and nothing
arrives · down: the connection is reset before anything arrives."""

_RESET = struct.pack("ii", 1, 0)


@dataclass
class Fault:
    """`method` and `path` (a pattern, found anywhere) say which request it is; it happens `times` times."""

    way: Way
    method: str = "POST"
    path: str = ""
    amount: float = 0
    times: int = 1
    met: int = field(default=0, init=False)

    def meets(self, head: bytes) -> bool:
        method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        if self.met >= self.times or method != self.method or not re.search(self.path, path):
            return False
        self.met += 1
        return True


class Faulty:
    """The proxy before a port of this machine; `port` is its own. A context that closes it."""

    def __init__(self, target: int, *faults: Fault) -> None:
        self.target, self.faults = target, list(faults)
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._door.getsockname()[1]
        self._lock = threading.Lock()

    def __enter__(self) -> Faulty:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # Shut down first: a thread that waits in accept would keep the port open.
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(client,), daemon=True).start()

    def _one(self, client: socket.socket) -> None:
        try:
            head, start = _head(client)
            if not head:
                client.close()
                return
            with self._lock:
                fault = next((f for f in self.faults if f.meets(head)), None)
            self._pass(client, head, start, fault)
        except OSError:
            _reset(client)

    def _pass(self, client: socket.socket, head: bytes, start: bytes, fault: Fault | None) -> None:
        if fault and fault.way == "down":
            _reset(client)
            return
        if fault and fault.way == "busy":
            _body(client, head, start)
            client.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            client.close()
            return
        with socket.create_connection(("127.0.0.1", self.target)) as server:
            request = _closing(head) + (start if fault and fault.way == "cut" else _body(client, head, start))
            if fault and fault.way == "cut":
                request = _at_least(client, request, int(fault.amount))[: int(fault.amount)]
                server.sendall(request)
                server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                _reset(client)
                return
            server.sendall(request)
            answer = b"".join(iter(lambda: server.recv(1 << 16), b""))
        self._give(client, answer, fault)

    def _give(self, client: socket.socket, answer: bytes, fault: Fault | None) -> None:
        if fault and fault.way == "late":
            time.sleep(fault.amount)
        if fault and fault.way in ("mute", "half"):
            client.sendall(answer[: int(fault.amount) if fault.way == "half" else 0])
            _reset(client)
            return
        client.sendall(answer)
        client.close()


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    got = b""
    while b"\r\n\r\n" not in got:
        data = client.recv(1 << 16)
        if not data:
            return b"", b""
        got += data
    head, _, rest = got.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n", rest


def _body(client: socket.socket, head: bytes, start: bytes) -> bytes:
    if re.search(rb"(?i)\r\ntransfer-encoding:[^\r]*chunked", head):
        while not start.endswith(b"0\r\n\r\n"):
            start += _more(client)
        return start
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return _at_least(client, start, int(length[1]) if length else 0)


def _at_least(client: socket.socket, start: bytes, size: int) -> bytes:
    while len(start) < size:
        start += _more(client)
    return start


def _more(client: socket.socket) -> bytes:
    data = client.recv(1 << 16)
    if not data:
        raise ConnectionResetError
    return data


def _closing(head: bytes) -> bytes:
    """One request for each connection, so that the end of an answer is the end of the connection."""
    kept = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head)
    return kept.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)


def _reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    client.close()
