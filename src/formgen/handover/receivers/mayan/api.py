"""How Mayan EDMS is asked: pages, its limit of requests a second, things that are made where they are missing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, TypeVar

from formgen.ground.problems import problem
from formgen.handover.receivers import Later, NotTaken
from formgen.handover.receivers.answers import Answer, File
from formgen.handover.receivers.http import Http

PAGE = 100
"""How many of a list come at once; Mayan gives no more."""

# Mayan takes 20 requests a second of one user and refuses the others unread (429, Retry-After: 1).
_PAUSE, _TIMES = 1.0, 20
_TOKEN = "/api/v4/auth/token/obtain/"  # noqa: S105 - an address

Data = dict[str, Any]
T = TypeVar("T")


def obtained_token(http: Http, user: str, password: str) -> str:
    """The token of a user. Raises `NotTaken` (E-SEND.credentials), `Later`."""
    answer = http.ask(
        "POST", _TOKEN, query={"format": "json"}, form={"username": user, "password": password}, ok=(200, 400)
    )
    if answer.status == 400 or not isinstance(token := answer.json().get("token"), str):
        raise NotTaken(problem("E-SEND.credentials", status=answer.status))
    return token


class Api:
    """The API below `/api/v4`. Every method may raise `Later` and `NotTaken`, as `Http.ask` does."""

    def __init__(self, http: Http, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._http, self.sleep = http, sleep
        self.base = http.base
        self._seen: dict[tuple[str, str], int] = {}

    def ask(self, method: str, path: str, **more: Any) -> Answer:
        """One request."""
        return self._again(lambda: self._http.ask(method, f"/api/v4{path}", **more))

    def get(self, path: str, **query: Any) -> Data:
        """The data at an address."""
        found: Data = self.ask("GET", path, query=query or None).json()
        return found

    def found(self, path: str, **query: Any) -> Data | None:
        """The same; None where there is nothing."""
        answer = self.ask("GET", path, query=query or None, ok=(200, 404))
        return answer.json() if answer.status == 200 else None

    def pages(self, path: str, **query: Any) -> Iterator[list[Data]]:
        """A list, page by page. By number: an address in an answer might lead, with our credential, to another host."""
        for number in count(1):
            page = self.get(path, page_size=PAGE, page=number, **query)
            yield page["results"]
            if not page.get("next"):
                return

    def every(self, path: str, **query: Any) -> Iterator[Data]:
        """All of a list."""
        for page in self.pages(path, **query):
            yield from page

    def post(self, path: str, data: Mapping[str, Any], *, ok: tuple[int, ...] = (200, 201)) -> Answer:
        """Something new."""
        return self.ask("POST", path, json=dict(data), ok=ok)

    def upload(self, path: str, form: Mapping[str, str], file: File) -> None:
        """A file. It is taken when this returns, and worked off later."""
        self.ask("POST", path, form=form, file=file)

    def pieces(self, path: str) -> Iterator[bytes]:
        """A document, piece by piece."""

        def begun() -> tuple[bytes, Iterator[bytes]]:
            pieces = self._http.pieces(f"/api/v4{path}")
            return next(pieces, b""), pieces

        first, rest = self._again(begun)
        yield first
        yield from rest

    def one(self, path: str, key: str, name: str, **more: Any) -> int:
        """The id of the thing of this name; made where it is missing. For names that Mayan keeps unique."""
        if (there := self.named(path, key, name)) is not None:
            return there
        answer = self.post(path, {key: name, **more}, ok=(201, 400))
        if answer.status == 201:
            made: int = answer.json()["id"]
            return made
        # Another machine was faster; or it is there, and this account may not see it.
        if (there := self.named(path, key, name)) is not None:
            return there
        raise NotTaken(problem("E-SEND.refused", status=answer.status))

    def named(self, path: str, key: str, name: str) -> int | None:
        """The id of the thing of this name; asked for once, where it is there."""
        place = (path, name)
        if place not in self._seen:
            there = next((one["id"] for one in self.every(path) if one[key] == name), None)
            if there is None:
                return None
            self._seen[place] = there
        return self._seen[place]

    def _again(self, asked: Callable[[], T]) -> T:
        """Asked once more after a pause, where it was refused unread."""
        for turn in count(1):
            try:
                return asked()
            except Later as later:
                if later.sent or later.why != "busy" or turn == _TIMES:
                    raise
            self.sleep(_PAUSE)
        raise AssertionError
