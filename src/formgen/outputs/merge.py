"""Puts sheets and scans together into one PDF with bookmarks. The same parts give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pikepdf

from formgen.files.held import Content, Held, open_content, size_of
from formgen.files.holding import Holding
from formgen.outputs.enclosed import enclose

# What acts by itself, or points into the document the page came from:
# structure parents of two files would be the same numbers.
_LEFT_OUT = ("/StructParents", "/AA", "/PieceInfo", "/Thumb", "/B", "/Metadata")


@dataclass(frozen=True, slots=True)
class Bookmarked:
    """Some pages under one bookmark; `level` 1 hangs below the last bookmark of level 0, and so on.

    A part without pages is a heading: it points at the page that comes next. With `label` its pages are numbered by
    themselves, with the label before each number (3-1, 3-2).
    """

    title: str
    pdf: Content = b""
    level: int = 0
    label: str = ""


def merge(
    parts: Sequence[Bookmarked],
    *,
    title: str = "",
    enclosed: Mapping[str, Content] | None = None,
    near: Path | None = None,
) -> Held:
    """All parts as one PDF. What is drawn on the pages is not touched.

    `enclosed`: PDFs that lie in it as they are, by their names. `near`: see `Holding`.
    """
    packet, starts = pikepdf.new(), []
    for part in parts:
        starts.append(len(packet.pages))
        if size_of(part.pdf):
            with open_content(part.pdf) as file, pikepdf.open(file) as source:
                packet.pages.extend(source.pages)
    for page in packet.pages:
        for key in _LEFT_OUT:
            if key in page:
                del page[key]
    _bookmarks(packet, parts, starts)
    _labels(packet, parts, starts)
    _describe(packet, title or next((p.title for p in parts), ""))
    enclose(packet, enclosed or {})
    return _saved(packet, near)


def _bookmarks(packet: pikepdf.Pdf, parts: Iterable[Bookmarked], starts: Iterable[int]) -> None:
    last = len(packet.pages) - 1
    with packet.open_outline() as outline:
        shelves = [outline.root]
        for part, start in zip(parts, starts, strict=True):
            # A heading at the very end has no page after it.
            item = pikepdf.OutlineItem(part.title, min(start, last))
            del shelves[part.level + 1 :]
            shelves[-1].append(item)
            shelves.append(item.children)


def _labels(packet: pikepdf.Pdf, parts: Sequence[Bookmarked], starts: Sequence[int]) -> None:
    """Numbers of pages as readers show them (ISO 32000-2, 12.4.2); none where no part has a label."""
    if not any(part.label for part in parts):
        return
    numbers: list[object] = []
    for part, start, end in zip(parts, starts, [*starts[1:], len(packet.pages)], strict=True):
        # A part without pages would take the place of the one that begins there.
        if end > start:
            how = {"P": pikepdf.String(part.label)} if part.label else {"St": start + 1}
            numbers += [start, pikepdf.Dictionary(S=pikepdf.Name("/D"), **how)]
    packet.Root["/PageLabels"] = pikepdf.Dictionary(Nums=pikepdf.Array(numbers))


def _describe(packet: pikepdf.Pdf, title: str) -> None:
    root = packet.Root
    root["/Lang"] = pikepdf.String("ja-JP")
    root["/PageMode"] = pikepdf.Name("/UseOutlines")
    # The title in the window instead of the name of the file.
    root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)
    packet.docinfo["/Title"] = pikepdf.String(title)
    packet.docinfo["/Producer"] = pikepdf.String("formgen")


def _saved(packet: pikepdf.Pdf, near: Path | None) -> Held:
    out = Holding(near)
    packet.save(
        cast("BinaryIO", out),
        # Made of the content afterwards; qpdf's usual one holds the time.
        static_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        # Streams stay packed as they came: unpacked and packed again they would take longer and could differ.
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    out.identified()
    return out.held()
