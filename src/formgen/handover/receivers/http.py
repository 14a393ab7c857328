"""The one client for receivers that are asked by HTTP. It connects to the address it was given, and to no other.

No redirect is followed, no proxy and no password file of the environment is used, and of what a receiver answers
nothing is told but its number: its text may hold names.
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

from formgen.files.extras import extra
from formgen.files.held import Content, open_content, size_of
from formgen.ground.problems import problem
from formgen.handover.receivers import Later, NotTaken
from formgen.handover.receivers.answers import MOST_ANSWERED, OK, Answer, File, check
from formgen.handover.receivers.tls import trusted, untrusted
from formgen.version import __version__

Told = Callable[[int, int], None]
"""Called with the bytes of a document that have gone, and how many there are."""

# Seconds until a connection stands; far less than a receiver may take to answer.
_CONNECT = 15.0


def token_header(token: str) -> str:
    """The credential of Paperless and Mayan, as a value for `authorization`."""
    return f"Token {token}"


def basic_header(user: str, password: str) -> str:
    """A user and a password (RFC 7617), as a value for `authorization`."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Http:
    """One receiver by its address (`urls.checked_url`). Close it at the end, or use it as a context."""

    def __init__(
        self,
        base: str,
        *,
        authorization: str | None = None,
        accept: str = "application/json",
        ca: Path | None = None,
        seconds: float = 60.0,
        told: Told | None = None,
    ) -> None:
        """`seconds` is how long each answer may take. Raises `Refused` (E-EXTRA, E-SEND.ca)."""
        self.base = base
        self._httpx, self._told, self._seconds = extra("httpx", "bundle"), told, seconds
        # Not as it came: what is hashed must be what was stored.
        self._headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": f"formgen/{__version__}"}
        if authorization:
            self._headers["Authorization"] = authorization
        # Below httpx' own client, which would write every address with the names in it to the log.
        self._transport = self._httpx.HTTPTransport(verify=trusted(base, ca), trust_env=False)

    def __repr__(self) -> str:
        return f"<Http {self.base}>"

    def __enter__(self) -> Http:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._transport.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        ok: Iterable[int] = OK,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, Any] | None = None,
        file: File | None = None,
        content: Content | None = None,
    ) -> Answer:
        """One request below the base; `path` is quoted already. `form` takes lists for fields that stand several times.

        Raises `NotTaken` for a status that means no, `Later` for one that means not now and for what went wrong on the
        way; its `sent` says whether anything was sent at all.
        """
        body = self._body(json, form, file, content)
        with self._answered(method, path, query, headers or {}, body) as response:
            check(response.status_code, ok)
            return Answer(method, response.status_code, response.headers, b"".join(self._bounded(response)))

    def json(self, path: str, **query: Any) -> Any:
        """The data at an address (GET). Raises as `ask` and `Answer.json` do."""
        return self.ask("GET", path, query=query or None).json()

    def pieces(self, path: str, *, query: Mapping[str, Any] | None = None) -> Iterator[bytes]:
        """A document at an address (GET), piece by piece. Raises as `ask` does, also between the pieces."""
        with self._answered("GET", path, query, {"Accept": "*/*"}, {}) as response:
            check(response.status_code, OK)
            yield from response.iter_bytes()

    def _body(self, json: Any, form: Mapping[str, Any] | None, file: File | None, content: Content | None) -> Any:
        if file is not None:
            one = (file.name, open_content(file.content), file.media_type)
            return {"data": form or {}, "files": {file.part: one}}
        if content is not None:
            sized = {"Content-Length": str(size_of(content))}
            return {"content": _chunks(content), "headers": sized}
        return {"json": json} if json is not None else {"data": form} if form is not None else {}

    @contextmanager
    def _answered(
        self, method: str, path: str, query: Mapping[str, Any] | None, headers: Mapping[str, str], body: dict[str, Any]
    ) -> Iterator[Any]:
        with self._plainly():
            if not path.startswith("/"):
                # Else what follows the base could change its host.
                raise self._httpx.InvalidURL("")
            request = self._httpx.Request(
                method,
                self.base + path,
                params=query,
                headers={**self._headers, **headers, **body.pop("headers", {})},
                extensions={"timeout": self._httpx.Timeout(self._seconds, connect=_CONNECT).as_dict()},
                **body,
            )
            if self._told and (file := int(request.headers.get("content-length", 0))):
                request.stream = _counted(self._httpx, request.stream, file, self._told)
            with _unlogged():
                response = self._transport.handle_request(request)
            try:
                yield response
            finally:
                response.close()

    def _bounded(self, response: Any) -> Iterator[bytes]:
        """The answer, neither too large nor dripping for ever."""
        end, size = time.monotonic() + self._seconds, 0
        for piece in response.iter_bytes():
            size += len(piece)
            if size > MOST_ANSWERED:
                raise NotTaken(problem("E-SEND.answer", status=response.status_code))
            if time.monotonic() > end:
                raise Later("no-answer")
            yield piece

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """What may go wrong on the way, as `Later`: with nothing sent, or in doubt."""
        told = self._httpx
        try:
            yield
        except (told.ConnectError, told.ConnectTimeout, told.PoolTimeout) as error:
            if untrusted(error):
                raise NotTaken(problem("E-SEND.certificate")) from None
            raise Later("no-connection", sent=False) from None
        except (told.InvalidURL, told.UnsupportedProtocol, told.LocalProtocolError, UnicodeError):
            raise NotTaken(problem("E-SEND.request")) from None
        except told.TimeoutException:
            raise Later("no-answer") from None
        except (told.TransportError, told.DecodingError):
            raise Later("cut") from None


@contextmanager
def _unlogged() -> Iterator[None]:
    """Without what httpcore tells of answers: their heads hold names of files, and a program may log all of it."""
    here, log = get_ident(), logging.getLogger("httpcore.http11")

    def of_others(record: logging.LogRecord) -> bool:
        return record.thread != here

    log.addFilter(of_others)
    try:
        yield
    finally:
        log.removeFilter(of_others)


def _chunks(content: Content) -> Iterator[bytes]:
    with open_content(content) as file:
        while piece := file.read(1 << 16):
            yield piece


def _counted(httpx: Any, stream: Any, total: int, told: Told) -> Any:
    """The same stream, with what has gone of it told."""

    class Counted(httpx.SyncByteStream):  # type: ignore[misc]
        def __iter__(self) -> Iterator[bytes]:
            gone = 0
            for piece in stream:
                yield piece
                gone += len(piece)
                told(min(gone, total), total)

        def close(self) -> None:
            stream.close()

    return Counted()
