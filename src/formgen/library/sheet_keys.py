"""Keys that say nothing where they stand: what is written must not be passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

from formgen.ground.problems import Problem
from formgen.library.sheet_check import SheetCheck
from formgen.spec.items import PictureBlank, Print, is_blank
from formgen.spec.placed import Placed

Why = tuple[str, str]

_IN_A_ROW: Why = (
    "表の行の場所は表の columns と height で決まります。セルの中の場所なら within を使います。",
    "the place of a row follows from the columns and heights of its table; inside its cell, use within",
)
_INSIDE: Why = ("inside の行の側に書きます。", "it belongs to the row that holds `inside`")
_FREE: Why = ("表の外では box を使います。", "outside a table, use box")
_NO_CELL: Why = ("見出しは label_box があるときだけ印字します。", "a label is printed only where there is a label_box")
_NO_LABEL: Why = (
    "表の外では、見出しは別の print で書きます。",
    "outside a table, print the label as a text of its own",
)
_NO_TEXT: Why = ("画像には文字がありません。", "a picture has no text")
_AT: Why = ("at の文は1点から置くので、box で使います。", "a text with `at` starts at a point: it belongs to a box")


def key_faults(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """Keys of a thing that have no effect where it stands."""
    written = placed.item.model_fields_set
    for key, (ja, en) in _idle(placed).items():
        if key in written and getattr(placed.item, key) is not None:
            yield sheet.fault(
                f"{placed.origin}/{key}", f"{key} はここでは効きません。{ja}", f"{key} has no effect here: {en}"
            )


def _idle(placed: Placed) -> dict[str, Why]:
    item, out = placed.item, {}
    if isinstance(item, PictureBlank):
        out = dict.fromkeys(("size", "min_size", "style"), _NO_TEXT)
    if placed.table is not None:
        out |= {"box": _IN_A_ROW, "label_box": _IN_A_ROW}
        if "/inside/" in placed.origin:
            out |= {"height": _INSIDE, "label_size": _INSIDE, "label_spread": _INSIDE}
        return out
    out |= {"within": _FREE, "height": _FREE}
    if is_blank(item) and not item.label_box:
        out |= {"label_size": _NO_CELL, "label_spread": _NO_CELL}
    if isinstance(item, Print):
        out |= {"label": _NO_LABEL, "label_size": _NO_LABEL, "label_spread": _NO_LABEL}
        if item.at is not None:
            out |= {"box": _AT, "wrap": _AT, "valign": _AT, "pad": _AT}
    return out
