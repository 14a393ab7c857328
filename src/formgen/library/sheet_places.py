"""Whether everything on a sheet has its place on the page, in characters some font has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formgen.ground.marks import A4, Box
from formgen.ground.problems import Problem
from formgen.library.sheet_check import SheetCheck
from formgen.spec.items import ChoiceBlank, Print, RowsBlank, is_blank
from formgen.spec.placed import Placed
from formgen.typeface import MissingGlyphs, runs


def place_faults(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """Things with no place, and things off the page."""
    if placed.box is None and _needs_box(placed.item):
        yield sheet.fault(placed.origin, "場所（box か at）がありません。", "it has no place (box or at)")
    boxes = [b for b in (placed.box, placed.label.box if placed.label else None) if b]
    boxes += [Box(*r) for name in ("frame", "brace") if (r := getattr(placed.item, name, None))]
    points = [p for p in (getattr(placed.item, "at", None), *_ends(placed.item)) if p]
    if not all(map(_on_page, boxes)) or not all(0 <= x <= A4[0] and 0 <= y <= A4[1] for x, y in points):
        yield sheet.fault(
            placed.origin, "用紙（210×297mm）からはみ出しています。", "it lies off the page (210 x 297 mm)"
        )
    if placed.box and (placed.box.w <= 0 or placed.box.h <= 0):
        yield sheet.fault(placed.origin, "幅か高さがありません。", "it has no width or no height")


def _needs_box(item: Any) -> bool:
    if isinstance(item, Print):
        return item.at is None
    apart = isinstance(item, ChoiceBlank) and not item.options
    return (is_blank(item) and not getattr(item, "parts", None) and not apart) or hasattr(item, "stamp")


def _ends(item: Any) -> tuple[tuple[float, float], ...]:
    rule = getattr(item, "rule", None)
    parts = getattr(item, "parts", None) or {}
    return ((rule[:2], rule[2:]) if rule else ()) + tuple(parts.values())


def _on_page(box: Box) -> bool:
    # A hundredth of a mm for sums of widths.
    return box.x >= 0 and box.y >= 0 and box.right <= A4[0] + 0.01 and box.bottom <= A4[1] + 0.01


def ink_faults(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """Printed characters that no font has."""
    for text, style in _inks(placed):
        try:
            # A line end is no character of any font.
            runs(text.replace("\n", ""), style)
        except MissingGlyphs as missing:
            codes = ", ".join(f"U+{ord(c[0]):04X}" for c in missing.clusters)
            yield sheet.fault(placed.origin, f"{codes} を書ける書体がありません。", f"no font can draw {codes}")


def _inks(placed: Placed) -> Iterator[tuple[str, str]]:
    item = placed.item
    if placed.label:
        yield placed.label.text, "mincho"
    style = getattr(item, "style", "mincho")
    for name in ("print", "prefix", "suffix", "separator", "otherwise", "stamp", "after"):
        if isinstance(text := getattr(item, name, ""), str) and text:
            yield text, style
    yield from ((option.print, style) for option in getattr(item, "options", ()) if option.print)
    if isinstance(item, RowsBlank):
        for column in item.columns:
            yield from ((column.label, "mincho"),) if column.label else ()
            words = (column.separator, *(o.print for o in column.options)) if column.options else ()
            yield from ((word, column.style or style) for word in words)
