"""A real WebDAV server (wsgidav) on 127.0.0.1, which can be told to answer as other servers do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cheroot.wsgi import Server
from wsgidav.fs_dav_provider import FilesystemProvider
from wsgidav.wsgidav_app import WsgiDAVApp

Odd = Callable[[dict[str, Any]], str | None]
"""Given a request: the status line it is answered with, or None where the server answers itself."""


class DavServer:
    """Serves a folder, at its port. A context that ends it. `asked` is what came in, as METHOD /path."""

    def __init__(self, root: Path, odd: Odd = lambda _: None) -> None:
        self.root, self.odd, self.asked = root, odd, []
        config = {
            "provider_mapping": {"/": FilesystemProvider(str(root))},
            "http_authenticator": {"domain_controller": None},
            "simple_dc": {"user_mapping": {"*": True}},
            "verbose": 0,
            "logging": {"enable": False},
            "property_manager": True,
            "lock_storage": True,
        }
        self._dav = WsgiDAVApp(config)
        self._server = Server(("127.0.0.1", 0), self._app, numthreads=8, timeout=5)
        self._server.prepare()
        self.port: int = self._server.bind_addr[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> DavServer:
        threading.Thread(target=self._server.serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def _app(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO'].encode('latin-1').decode()}")
        if status := self.odd(environ):
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start(status, [("Content-Length", "0")])
            return []
        return self._dav(environ, start)
