"""The signatures of a PDF, which do not survive a copy of its pages: found by what signs, not by what says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf

from formgen.attachments.beside.walking import Met, inherited
from formgen.attachments.found import Note
from formgen.attachments.pdf.names import name_of

# The method by which a signature says what it is for, and its place in /Perms (ISO 32000-2, tables 255 and 263).
_METHODS = {"/DocMDP": "certified", "/UR": "usage-rights", "/UR3": "usage-rights"}


class Signatures:
    """Counts them while a document is walked through."""

    def __init__(self, source: pikepdf.Pdf) -> None:
        self.granted = _granted(source)
        # By the number of the object; one that has none is met once in any case.
        self.found: dict[object, str] = dict(self.granted.items())

    def look(self, met: Met) -> None:
        """A signature, or a field that has one."""
        if "/ByteRange" in met.keys:
            self._add(met.it)
        value = met.keys.get("/V")
        # A field without a value waits for a signature, and the flags of the form only say that there is such a field.
        # What has a range of bytes is met on its own.
        if value is not None and inherited(met.it, "/FT") == "/Sig" and not _ranged(value):
            self._add(value)

    def _add(self, value: Any) -> None:
        number = value.objgen if isinstance(value, pikepdf.Object) else (0, 0)
        self.found[number if any(number) else len(self.found)] = _kind(value, self.granted)

    def notes(self, data: bytes) -> set[Note]:
        """How many of each kind; `data` is searched for those that nothing leads to."""
        count = Counter(self.found.values())
        # A document that somebody rewrote may have lost the field, and kept what was in it.
        if data.count(b"/ByteRange") > count.total():
            count |= _everywhere(data)
        return {Note(kind, number) for kind, number in count.items()}


def _granted(source: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """What permits or forbids changes of the whole document, by the numbers of its objects."""
    perms: Any = source.Root.get("/Perms")
    found = {}
    for key, kind in _METHODS.items() if isinstance(perms, pikepdf.Dictionary) else ():
        if isinstance(perms.get(key), pikepdf.Dictionary):
            # One that has no number is given one, as a field may hold the same.
            perms[key] = source.make_indirect(perms[key])
            found[perms[key].objgen] = kind
    return found


def _ranged(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value


def _kind(value: Any, granted: Mapping[tuple[int, int], str]) -> str:
    if not isinstance(value, pikepdf.Dictionary):
        return "signed"
    if name_of(value, "/Type") == "/DocTimeStamp" or name_of(value, "/SubFilter") == "/ETSI.RFC3161":
        return "time-stamped"
    if value.objgen in granted and value.is_indirect:
        return granted[value.objgen]
    methods = value.get("/Reference")
    said = (
        [name_of(m, "/TransformMethod") for m in methods if isinstance(m, pikepdf.Dictionary)]
        if isinstance(methods, pikepdf.Array)
        else []
    )
    return next((_METHODS[method] for method in said if method in _METHODS), "signed")


def _everywhere(data: bytes) -> Counter[str]:
    # Opened once more: what is broken in objects that no page needs is no fault of the pages.
    with suppress(pikepdf.PdfError), pikepdf.open(BytesIO(data)) as again:
        granted = _granted(again)
        things: list[Any] = [thing for thing in again.objects if isinstance(thing, pikepdf.Dictionary)]
        # Those that have no number of their own stand in their field.
        things += [value for thing in things if (value := thing.get("/V")) is not None and _numberless(value)]
        return Counter(_kind(thing, granted) for thing in things if _ranged(thing))
    return Counter()


def _numberless(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and not value.is_indirect
