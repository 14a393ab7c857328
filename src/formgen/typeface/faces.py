"""One font: what it may draw, how wide, and its outlines, all read where they lie."""

from __future__ import annotations

import mmap
import struct
from functools import cache
from threading import Lock

from formgen.typeface.cluster import clusters, composed, is_sequence
from formgen.typeface.errors import FontBroken, MissingGlyphs
from formgen.typeface.index import Header, Index
from formgen.typeface.locate import font_file, index_file
from formgen.typeface.outline import checksum, stripped

InkBox = tuple[float, float, float, float]
VERTICAL = ":vertical"


class _Glyphs(dict[str, int | None]):
    """Cluster to glyph number, filled on demand; None where the font has nothing."""

    def __init__(self, index: Index, vertical: bool) -> None:
        self._index = index
        self._vertical = vertical

    def __missing__(self, cluster: str) -> int | None:
        found = self._look_up(cluster)
        if found is not None and self._vertical:
            found = self._index.vertical(found)
        # Characters are as many as they are; clusters of base and marks have no end.
        if found is not None or len(cluster) == 1:
            self[cluster] = found
        return found

    def _look_up(self, cluster: str) -> int | None:
        if len(cluster) == 1:
            return self._index.glyph(ord(cluster))
        if is_sequence(cluster):
            return self._index.variant(ord(cluster[0]), ord(cluster[1]))
        single = composed(cluster)
        return None if single is None else self._index.glyph(ord(single))


class _Advances(dict[str, float]):
    """Cluster to advance in em, filled on demand."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def __missing__(self, cluster: str) -> float:
        face = self._face
        width = self[cluster] = face.index.advances[face.need(cluster)] / face.units
        return width


class Face:
    """A font by its name; lengths are in em, glyphs are numbers of the font file.

    The name with `VERTICAL` after it is the same font with the shapes of vertical writing.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._base = name.removesuffix(VERTICAL)
        self.index = Index(index_file(self._base))
        head = self.head
        self.units = head.units
        self.ascent = head.ascent / head.units
        self.descent = head.descent / head.units
        self.cap_height = head.cap_height / head.units
        self._glyphs = _Glyphs(self.index, vertical=name != self._base)
        self._advances = _Advances(self)
        self._inks: dict[str, InkBox | None] = {}
        self._outlines: dict[int, tuple[bytes, int]] = {}
        self._file: mmap.mmap | None = None
        # Two threads may want the file at once; it is mapped once.
        self._lock = Lock()

    @property
    def head(self) -> Header:
        """The fixed numbers of the font."""
        return self.index.head

    @property
    def postscript(self) -> str:
        """The PostScript name of the font."""
        return self.head.postscript.rstrip(b"\0").decode("ascii")

    def gid(self, cluster: str) -> int | None:
        """Return the glyph number of a cluster, None when the font may not draw it."""
        return self._glyphs[cluster]

    def need(self, cluster: str) -> int:
        """Return the glyph number of a cluster; raise MissingGlyphs when the font may not draw it."""
        gid = self._glyphs[cluster]
        if gid is None:
            raise MissingGlyphs((cluster,), (self.name,))
        return gid

    def has(self, parts: tuple[str, ...]) -> bool:
        """Tell whether the font may draw every one of these clusters."""
        return None not in map(self._glyphs.__getitem__, parts)

    def advance(self, cluster: str) -> float:
        """Return the advance of a cluster in em."""
        return self._advances[cluster]

    def advances(self, text: str) -> tuple[float, ...]:
        """Return the advance of every cluster of a text in em."""
        return tuple(map(self._advances.__getitem__, clusters(text)))

    def width(self, text: str) -> float:
        """Return the width of a text in em."""
        return sum(map(self._advances.__getitem__, clusters(text)))

    def ink(self, cluster: str) -> InkBox | None:
        """Return the black box of a cluster in em from its origin, None for a blank."""
        try:
            return self._inks[cluster]
        except KeyError:
            box = self._inks[cluster] = self._ink(self.need(cluster))
            return box

    def _ink(self, gid: int) -> InkBox | None:
        data = self._raw(gid)
        if not data:
            return None
        # The outline begins with the number of its contours, then its box (OpenType, table glyf).
        x0, y0, x1, y1 = (value / self.units for value in struct.unpack_from(">4h", data, 2))
        return x0, y0, x1, y1

    def outline(self, gid: int) -> bytes:
        """Return a glyph's outline without its hinting, padded to four bytes; empty for a blank."""
        return self.summed_outline(gid)[0]

    def summed_outline(self, gid: int) -> tuple[bytes, int]:
        """Return the outline and its checksum; both are kept, as summing a whole table is slow."""
        try:
            return self._outlines[gid]
        except KeyError:
            # Hints serve screens of few dots; printing needs none, and they are a good part of the bytes.
            data = stripped(self._raw(gid))
            kept = self._outlines[gid] = data, checksum(data)
            return kept

    def table(self, place: int, length: int) -> bytes:
        """Return a piece of the font file."""
        return self._font()[place : place + length]

    def _raw(self, gid: int) -> bytes:
        head, font = self.head, self._font()
        if head.loca_format:
            start, end = struct.unpack_from(">2I", font, head.loca + 4 * gid)
        else:
            # The short table holds half of each place.
            start, end = (2 * half for half in struct.unpack_from(">2H", font, head.loca + 2 * gid))
        return font[head.glyf + start : head.glyf + end]

    def _font(self) -> mmap.mmap:
        if self._file is None:
            with self._lock:
                self._file = self._file or _open(self._base, self.head)
        return self._file


def _open(name: str, head: Header) -> mmap.mmap:
    path = font_file(name)
    if path is None:
        raise FontBroken(name, f"font file {name}.ttf is not installed", absent=True)
    try:
        with path.open("rb") as file:
            font = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise FontBroken(path.stem, f"font file {path.name} cannot be read: {error}") from error
    # The size and the font's own checksum take no time; `formgen doctor` compares the whole file.
    same_size = len(font) == head.file_size
    if not same_size or struct.unpack_from(">I", font, head.head + 8)[0] != head.checksum_adjust:
        raise FontBroken(path.stem, f"font file {path.name} is not the one its glyph index was made from; reinstall it")
    return font


@cache
def face(name: str) -> Face:
    """Return the font of this name, opened once per process."""
    return Face(name)
