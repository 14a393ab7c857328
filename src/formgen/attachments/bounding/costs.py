"""How much drawing the pages cost a viewer, without drawing them.

A form that is drawn ten times in a form that is drawn ten times takes a few bytes for each step, and every viewer ten
times as long: so each drawing is read once and its cost counted as often as it is used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

from formgen.attachments.bounding.decoding import Decoder
from formgen.attachments.bounding.images import Picture, inline

# In bytes of content that a viewer interprets: it takes a second for 25 million of rectangles.
MAX_COST = 300_000_000
# To begin and end a drawing costs as much as so many bytes, so many dots of a picture as one.
_EACH, _DOTS = 100, 64
# So many bytes of content, at least, draw one letter.
_LETTER = 4

Key = tuple[int, int]
_SPACE = rb"[\0\t\n\f\r ]+"
_DO = re.compile(rb"(?<![A-Za-z_])Do(?![A-Za-z0-9_])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_USED = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)" + _SPACE + rb"(Do|gs|scn|SCN|[-+.\d]+" + _SPACE + rb"Tf)\b")


class Drawings:
    """What pages draw: forms, patterns, glyphs, masks, each read once. Raises `Unfit`."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._costs: dict[Key, int] = {}
        self._uses: dict[Key, Counter[Key]] = {}
        self._letters: dict[Key, int] = {}
        self._glyphs: dict[Key, int] = {}
        self._waiting: list[tuple[Key, Any, Any]] = []
        self._pages: list[Key] = []
        self.pictures: dict[Key, Picture] = {}

    def add(self, page: pikepdf.Page) -> None:
        """All that a page draws."""
        key = page.obj.objgen
        # The parts of a page's content may break between any two words.
        content = b"\n".join(self._decoder.content(part) for part in _parts(page.obj))
        self._pages.append(key)
        self._read(key, content, page.obj.get("/Resources"))
        while self._waiting:
            key, stream, resources = self._waiting.pop()
            self._read(key, self._decoder.content(stream), resources)

    def read(self, key: Key) -> bool:
        """Whether a stream was read as something drawn."""
        return key in self._uses

    def _read(self, key: Key, content: bytes, resources: Any) -> None:
        self._costs[key] = len(content) + inline(content) // _DOTS
        self._letters[key] = len(content) // _LETTER
        uses = self._uses[key] = Counter()
        for name, how, times in _named(content):
            for drawing, glyphs, own in _drawn(name, how, resources):
                uses[drawing.objgen] += times
                self._meet(drawing, glyphs, own)

    def _meet(self, drawing: Any, glyphs: int, resources: Any) -> None:
        key = drawing.objgen
        if key in self._costs:
            return
        # Known from now on, though not read yet: it is drawn from many places.
        self._costs[key] = 0
        if glyphs:
            self._glyphs[key] = glyphs
        if str(drawing.get("/Subtype")) == "/Image":
            for mask in (drawing, drawing.get("/SMask"), drawing.get("/Mask")):
                self._see(mask)
        else:
            self._waiting.append((key, drawing, resources))

    def _see(self, picture: Any) -> None:
        if isinstance(picture, pikepdf.Stream):
            seen = self.pictures[picture.objgen] = Picture(picture, self._decoder)
            self._costs[picture.objgen] = seen.dots // _DOTS

    def cost(self) -> int:
        """Of all pages together; never much more than `MAX_COST`."""
        done: dict[Key, int] = {}
        total = 0
        for page in self._pages:
            total += self._cost(page, done)
            if total > MAX_COST:
                break
        return total

    def _cost(self, first: Key, done: dict[Key, int]) -> int:
        # Not by recursion: forms may be nested as deep as the file is long.
        path = [(first, iter(self._uses[first]))]
        begun = {first}
        while path:
            key, rest = path[-1]
            child = next((k for k in rest if k not in begun and k not in done), None)
            if child is not None:
                begun.add(child)
                path.append((child, iter(self._uses.get(child, ()))))
                continue
            path.pop()
            done[key] = min(self._together(key, done), MAX_COST + 1)
        return done[first]

    def _together(self, key: Key, done: dict[Key, int]) -> int:
        total = self._costs[key]
        for child, times in self._uses.get(key, {}).items():
            # Viewers keep the picture of a glyph, but not of what is drawn within one.
            if child in self._glyphs and not self._uses.get(child, {}).keys() <= self.pictures.keys():
                times = max(times, self._letters[key] // self._glyphs[child])
            # What draws itself is not begun again by viewers, so it adds nothing.
            total += times * (_EACH + done.get(child, 0))
        return total


def _parts(page: Any) -> list[Any]:
    """The streams of a page's content; what else stands among them, viewers pass over, and it is left out."""
    contents = page.get("/Contents")
    if not isinstance(contents, pikepdf.Array):
        return [contents] if isinstance(contents, pikepdf.Stream) else []
    parts = [part for part in contents if isinstance(part, pikepdf.Stream)]
    if len(parts) < len(contents):
        page.Contents = pikepdf.Array(parts)
    return parts


def _named(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """The names that content draws with, how, and how often."""
    found = Counter(_USED.findall(content))
    for (name, how), times in found.items():
        yield name, how, times
    # A name may be written in ways that are not read here: the rest counts for every form there is.
    if content.count(b"Do") > sum(times for (_, how), times in found.items() if how == b"Do"):
        rest = len(_DO.findall(content)) - sum(times for (_, how), times in found.items() if how == b"Do")
        if rest > 0:
            yield b"", b"Do", rest


def _drawn(name: bytes, how: bytes, resources: Any) -> Iterator[tuple[Any, int, Any]]:
    """The streams drawn by a name, each with the number of glyphs it is one of (else 0) and its own resources."""
    if how.endswith(b"Tf"):
        font = _entry(_entry(resources, b"Font"), name)
        # Of a font whose letters are drawn by content (Type 3).
        glyphs = _streams(_entry(font, b"CharProcs"))
        for glyph in glyphs:
            yield glyph, len(glyphs), glyph.get("/Resources", font.get("/Resources", resources))
    elif how == b"gs":
        mask = _entry(_entry(_entry(resources, b"ExtGState"), name), b"SMask")
        yield from ((form, 0, form.get("/Resources", resources)) for form in _streams(_entry(mask, b"G")))
    else:
        kind = _entry(resources, b"XObject" if how == b"Do" else b"Pattern")
        forms = _streams(_entry(kind, name) if name else kind)
        yield from ((form, 0, form.get("/Resources", resources)) for form in forms)


def _entry(holder: Any, name: bytes) -> Any:
    """What a dictionary has under a name as content writes it; None when there is none."""
    if not isinstance(holder, pikepdf.Dictionary):
        return None
    written = b"/" + _ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), name)
    try:
        return holder.get(written.decode())
    # In another encoding than UTF-8 pikepdf can list a name, but not look it up.
    except UnicodeDecodeError:
        wanted = written.decode(errors="surrogateescape")
        return next((value for key, value in holder.items() if key == wanted), None)


def _streams(found: Any) -> list[Any]:
    """A stream alone, or those of a dictionary."""
    if isinstance(found, pikepdf.Stream):
        return [found]
    if isinstance(found, pikepdf.Dictionary):
        return [one for _, one in found.items() if isinstance(one, pikepdf.Stream)]
    return []
