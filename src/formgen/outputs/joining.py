"""Joins PDFs of any number into one, one after another: what is written is not kept, so memory does not grow.

pikepdf holds all that a merged file consists of until it is saved; of ten thousand packets that would be gigabytes.
Here each file is read by pikepdf, its objects are written at once under new numbers, and it is closed.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import pikepdf

from formgen.files.held import Content, open_content

# As `outputs.merge`: what acts by itself or points into the document the page came from; and what is set anew.
_LEFT_OUT = frozenset({"/StructParents", "/AA", "/PieceInfo", "/Thumb", "/B", "/Metadata", "/Parent"})
# Ten figures: no place in a file lies further away (ISO 32000-1, 7.5.4).
_FURTHEST = 9_999_999_999


class Out(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes, /) -> int:
        """Write a piece."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A PDF that is joined, under one bookmark; `papers` are the bookmarks below it, each with its page from 0.

    `label` stands before the numbers of its pages.
    """

    title: str
    pdf: Content
    papers: tuple[tuple[str, int], ...] = ()
    label: str = ""


def join(parts: Iterable[Joined], out: Out, *, title: str) -> tuple[int, ...]:
    """Write all parts as one PDF; how many pages each has. The same parts give the same bytes.

    Raises `OverflowError` for a file of more than ten gigabytes.
    """
    writing = _Writing(out)
    ends = _Ends(writing)
    for part in parts:
        node = writing.number()
        with open_content(part.pdf) as file, pikepdf.open(file) as source:
            ends.add(part, node, _Copying(writing).pages(source, node))
    ends.write(title)
    return tuple(ends.counts)


def pages_in(pdf: Content) -> int:
    """How many pages a PDF has."""
    with open_content(pdf) as file, pikepdf.open(file) as source:
        return len(source.pages)


class _Writing:
    """Objects under their numbers; where each is, and the hash of all."""

    def __init__(self, out: Out) -> None:
        self._out, self._hash, self._places, self.at = out, hashlib.sha256(), array("Q"), 0
        # Four bytes beyond ASCII tell whoever passes the file on that it is no text (ISO 32000-1, 7.5.2).
        self._add(b"%PDF-1.7\n%\223\214\213\236\n")

    def number(self) -> int:
        """A number for an object that will be written."""
        self._places.append(0)
        return len(self._places)

    def put(self, number: int, *body: bytes) -> None:
        """Write an object."""
        self._places[number - 1] = self.at
        self._add(b"%d 0 obj\n" % number)
        for piece in body:
            self._add(piece)
        self._add(b"\nendobj\n")

    def close(self, root: int, info: int) -> None:
        """The table of places and the end."""
        if self.at > _FURTHEST:
            raise OverflowError
        start = self.at
        self._add(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._places) + 1))
        for place in self._places:
            self._add(b"%010d 00000 n \n" % place)
        # The same content, the same identifier.
        name = self._hash.hexdigest()[:32].encode()
        size = len(self._places) + 1
        self._add(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [ <%b> <%b> ] >>\n" % (size, root, info, name, name)
        )
        self._add(b"startxref\n%d\n%%%%EOF\n" % start)

    def _add(self, data: bytes) -> None:
        self._out.write(data)
        self._hash.update(data)
        self.at += len(data)


class _Copying:
    """The pages of one file with all that they need, each object once."""

    def __init__(self, writing: _Writing) -> None:
        self._writing = writing
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, pikepdf.Object]] = []

    def pages(self, source: pikepdf.Pdf, node: int) -> list[int]:
        """Write them, as the children of a node; their numbers."""
        # pikepdf gives each page what it takes over from the nodes above it.
        numbers = [self._numbered(page.obj) for page in source.pages]
        above, listed = b" /Parent %d 0 R" % node, frozenset(numbers)
        while self._waiting:
            number, thing = self._waiting.pop()
            self._put(number, thing, above if number in listed else b"")
        return numbers

    def _put(self, number: int, thing: pikepdf.Object, more: bytes) -> None:
        if isinstance(thing, pikepdf.Stream):
            data = thing.read_raw_bytes()
            about = self._keys(thing.stream_dict, frozenset({"/Length"}))
            self._writing.put(number, b"<<%b /Length %d >>\nstream\n" % (about, len(data)), data, b"\nendstream")
        elif isinstance(thing, pikepdf.Dictionary):
            self._writing.put(number, b"<<%b%b >>" % (self._keys(thing, frozenset()), more))
        else:
            self._writing.put(number, self._text(thing, inside=False))

    def _numbered(self, thing: pikepdf.Object) -> int:
        known = self._numbers.get(thing.objgen)
        if known is None:
            known = self._numbers[thing.objgen] = self._writing.number()
            self._waiting.append((known, thing))
        return known

    def _keys(self, thing: pikepdf.Object, apart: frozenset[str]) -> bytes:
        # What has no kind is a list by names that are anybody's: a bold font is often called /B.
        left_out = apart | _LEFT_OUT if "/Type" in thing or "/Subtype" in thing else apart
        kept = ((key, value) for key, value in thing.items() if key not in left_out)
        return b"".join(b" %b %b" % (pikepdf.Name(key).unparse(), self._text(value)) for key, value in kept)

    def _text(self, thing: Any, *, inside: bool = True) -> bytes:
        """An object as it is written, what it refers to under its new number."""
        if not isinstance(thing, pikepdf.Object):
            return _scalar(thing)
        if inside and thing.is_indirect:
            return b"%d 0 R" % self._numbered(thing)
        if isinstance(thing, pikepdf.Array):
            return b"[ %b ]" % b" ".join(map(self._text, thing.as_list()))
        if isinstance(thing, pikepdf.Dictionary):
            return b"<<%b >>" % self._keys(thing, frozenset())
        return thing.unparse(resolved=True)


def _scalar(thing: bool | int | Decimal | None) -> bytes:
    """What pikepdf gives as a value of Python."""
    if thing is None:
        return b"null"
    if isinstance(thing, bool):
        return b"true" if thing else b"false"
    return format(thing, "f" if isinstance(thing, Decimal) else "d").encode()


@dataclass(frozen=True, slots=True)
class _Mark:
    """A bookmark: its title, the page it leads to, and those below it."""

    title: str
    page: int
    below: tuple[_Mark, ...] = ()


class _Ends:
    """What stands at the end of the file: the tree of pages, bookmarks, numbers of pages."""

    def __init__(self, writing: _Writing) -> None:
        self._writing = writing
        self.root, self.outlines = writing.number(), writing.number()
        self.counts: list[int] = []
        self.total = 0
        self._nodes: list[int] = []
        self._marks: list[_Mark] = []
        self._labels: list[tuple[int, str]] = []

    def add(self, part: Joined, node: int, pages: Sequence[int]) -> None:
        """A part whose pages have been written under a node."""
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        self._writing.put(
            node, b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids [ %b ] >>" % (self.root, len(pages), kids)
        )
        self._labels.append((self.total, part.label))
        self._marks.append(_Mark(part.title, pages[0], tuple(_Mark(t, pages[at]) for t, at in part.papers)))
        self._nodes.append(node)
        self.counts.append(len(pages))
        self.total += len(pages)

    def write(self, title: str) -> None:
        """All of it, and the end of the file."""
        kids = b" ".join(b"%d 0 R" % node for node in self._nodes)
        self._writing.put(self.root, b"<< /Type /Pages /Count %d /Kids [ %b ] >>" % (self.total, kids))
        first, last, _ = self._hung(self._marks, self.outlines)
        count = len(self._marks)
        ends = b" /First %d 0 R /Last %d 0 R /Count %d" % (first, last, count) if count else b""
        self._writing.put(self.outlines, b"<< /Type /Outlines%b >>" % ends)
        info, root = self._writing.number(), self._writing.number()
        self._writing.put(info, b"<< /Title %b /Producer (formgen) >>" % _string(title))
        labels = b" ".join(b"%d << /S /D /P %b >>" % (at, _string(label)) for at, label in self._labels)
        self._writing.put(
            root,
            b"<< /Type /Catalog /Pages %d 0 R /Outlines %d 0 R /PageMode /UseOutlines /Lang (ja-JP)"
            % (self.root, self.outlines),
            b" /ViewerPreferences << /DisplayDocTitle true >> /PageLabels << /Nums [ %b ] >> >>" % labels,
        )
        self._writing.close(root, info)

    def _hung(self, marks: Sequence[_Mark], above: int) -> tuple[int, int, int]:
        """Write bookmarks below another one; the numbers of the first and the last, and how many there are."""
        numbers = [self._writing.number() for _ in marks]
        for place, (number, mark) in enumerate(zip(numbers, marks, strict=True)):
            beside = b" /Prev %d 0 R" % numbers[place - 1] if place else b""
            beside += b" /Next %d 0 R" % numbers[place + 1] if place + 1 < len(numbers) else b""
            if mark.below:
                # Closed at first: of a hundred packets one wants to see the names.
                beside += b" /First %d 0 R /Last %d 0 R /Count -%d" % self._hung(mark.below, number)
            where = b"/Parent %d 0 R /Dest [ %d 0 R /Fit ]" % (above, mark.page)
            self._writing.put(number, b"<< /Title %b %b%b >>" % (_string(mark.title), where, beside))
        return (numbers[0], numbers[-1], len(numbers)) if numbers else (0, 0, 0)


def _string(text: str) -> bytes:
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be", "surrogatepass")).hex().encode() + b">"
