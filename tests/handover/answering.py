"""A small HTTP server on 127.0.0.1 that answers as a test says, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(repr=False)


Answers = Callable[[Asked], tuple[int, dict[str, str], bytes]]


class Answering:
    """`answers` gives (status, headers, body); `asked` is what came in so far. A context that ends it."""

    def __init__(self, answers: Answers) -> None:
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body of an answer in one piece: the second of two would wait for the other side's word.
            wbufsize = -1

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                one = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                outer.asked.append(one)
                status, headers, answer = answers(one)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(answer)), **headers}.items():
                    self.send_header(name, value)
                if self.close_connection:
                    # Else a client may send its next request into a connection that is about to be closed.
                    self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(answer)

            def __getattr__(self, name: str) -> Callable[[], None]:
                if name.startswith("do_"):
                    return self._any
                raise AttributeError(name)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Answering:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
