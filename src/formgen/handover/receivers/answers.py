"""What receivers answer, what their numbers mean, and the document that is sent in a form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from formgen.files.held import Content
from formgen.ground.problems import problem
from formgen.handover.receivers import Later, NotTaken

MOST_ANSWERED = 16 << 20
"""In bytes: no answer that is not a document is larger."""

OK = (200, 201, 202, 204)
# Refused before anything was done with it (RFC 6585, RFC 8470): no doubt is left.
_NOT_LOOKED_AT = frozenset({425, 429})
_BUSY = frozenset({408, *_NOT_LOOKED_AT})
_NO = {
    401: "E-SEND.credentials",
    403: "E-SEND.credentials",
    404: "E-SEND.no-such-place",
    410: "E-SEND.no-such-place",
    413: "E-SEND.too-large",
    501: "E-SEND.refused",
}


@dataclass(frozen=True, repr=False)
class Answer:
    """What came back: the status, the headers with names in lower case, and the body, which may be empty."""

    method: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as data. Raises `NotTaken` (E-SEND.answer), or `Later` where something may have been done by it."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            if self.method == "GET":
                raise NotTaken(problem("E-SEND.answer", status=self.status)) from None
            raise Later("no-answer") from None


@dataclass(frozen=True)
class File:
    """A document in a form that is sent: the part it is, the name it is given, its type."""

    part: str
    content: Content = field(repr=False)
    name: str = field(repr=False)
    media_type: str


def check(status: int, ok: Iterable[int]) -> None:
    """Raise `NotTaken` for a status that means no, `Later` for one that means not now."""
    if status in ok:
        return
    if status in _NO:
        raise NotTaken(problem(_NO[status], status=status))
    if status >= 500 or status in _BUSY:
        raise Later("busy", sent=status not in _NOT_LOOKED_AT)
    if 300 <= status < 400:
        raise NotTaken(problem("E-SEND.redirected", status=status))
    raise NotTaken(problem("E-SEND.refused", status=status))
