"""Fields of a form that a viewer has to draw itself, as it would draw them. Trusts no byte of them."""

from __future__ import annotations

from typing import Any

import pikepdf

from formgen.attachments.found import Unfit
from formgen.attachments.pdf.names import as_text
from formgen.attachments.showing.appearances import Sketch
from formgen.attachments.showing.letters import with_stand_ins
from formgen.attachments.showing.plain import Wanted, border, read_back, string
from formgen.attachments.showing.shown import has_pictures, inherited, integer, kind, numbers, rectangle, state
from formgen.attachments.showing.typed import type_of

# ISO 32000-1, tables 228 and 230.
_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
_RADIO, _PUSH, _COMBO = 1 << 15, 1 << 16, 1 << 17
_TEXT = _MULTILINE | _PASSWORD | _COMB

_MOST_OPTIONS = 10_000


def field(annot: Any, form: Any) -> Wanted | None:
    """What a viewer draws of a field; None for nothing. `form`: the form (/AcroForm), empty where there is none."""
    rect = rectangle(annot)
    if rect is None:
        return None
    common = {"Subtype": pikepdf.Name.Widget, "Rect": [*rect], **_frame(annot)}
    flags = integer(inherited(annot, "/Ff"))
    match as_text(inherited(annot, "/FT")):
        case "/Tx":
            return _text(annot, form, common, string(inherited(annot, "/V")), flags & _TEXT)
        case "/Ch" if flags & _COMBO:
            return _text(annot, form, common, _chosen(annot), 0)
        case "/Ch":
            return _list(annot, form, common)
        case "/Btn" if flags & _PUSH:
            return _button(annot, form, common)
        case "/Btn":
            return _box(annot, form, common, flags & _RADIO)
    return None


def is_clear_box(annot: Any) -> bool:
    """Whether it is a box to tick, and not ticked."""
    is_box = as_text(inherited(annot, "/FT")) == "/Btn" and not integer(inherited(annot, "/Ff")) & _PUSH
    return kind(annot) == "Widget" and is_box and state(annot) == "/Off"


def is_set_in_type(annot: Any) -> bool:
    """Whether it is a field whose text a viewer may have to draw anew."""
    # What a script makes of its value (12.6.3, "F") stands in its picture alone.
    actions = inherited(annot, "/AA")
    formatted = isinstance(actions, pikepdf.Dictionary) and "/F" in actions
    return kind(annot) == "Widget" and as_text(inherited(annot, "/FT")) in ("/Tx", "/Ch") and not formatted


def _text(annot: Any, form: Any, common: dict[str, Any], text: str, flags: int) -> Wanted:
    style = type_of(annot, form, text)
    shown, codes = with_stand_ins(text)
    keys = common | {"FT": pikepdf.Name.Tx, "V": shown, "Ff": flags, "Q": _quadding(annot, form)}
    if most := integer(inherited(annot, "/MaxLen")):
        keys["MaxLen"] = most
    hidden = bool(flags & _PASSWORD)
    return Wanted(Sketch(keys, style, codes=codes), "field", None if hidden else read_back(text, style), text)


def _quadding(annot: Any, form: Any) -> int:
    found = inherited(annot, "/Q")
    return integer(form.get("/Q") if found is None else found)


def _list(annot: Any, form: Any, common: dict[str, Any]) -> Wanted | None:
    options = _options(annot)
    if not options and "MK" not in common:
        return None
    chosen = inherited(annot, "/V")
    values = [string(v) for v in (list(chosen) if isinstance(chosen, pikepdf.Array) else [chosen])]
    keys = common | {
        "FT": pikepdf.Name.Ch, "Ff": integer(inherited(annot, "/Ff")), "TI": integer(inherited(annot, "/TI")),
        "Opt": pikepdf.Array([pikepdf.Array([*pair]) for pair in options]),
        "V": values[0] if len(values) == 1 else pikepdf.Array(values),
    }  # fmt: skip
    # Of a long list only some is seen, so it cannot be asked for; letters without a font are found in any case.
    return Wanted(Sketch(keys, type_of(annot, form)), "field", letters="".join(shown for _, shown in options))


def _button(annot: Any, form: Any, common: dict[str, Any]) -> Wanted | None:
    marks = _marks(annot)
    if "/I" in marks:
        raise Unfit("field")
    caption = string(marks.get("/CA"))
    if "MK" not in common:
        return None
    common["MK"].CA, codes = with_stand_ins(caption)
    style = type_of(annot, form, caption)
    keys = common | {"FT": pikepdf.Name.Btn, "Ff": _PUSH}
    return Wanted(Sketch(keys, style, codes=codes), "field", read_back(caption, style), caption)


def _box(annot: Any, form: Any, common: dict[str, Any], radio: int) -> Wanted | None:
    ticked = state(annot) != "/Off" if "/AS" in annot or has_pictures(annot) else _is_on(annot)
    if not ticked and not {"/BC", "/BG"} & {*common.get("MK", {})}:
        return None
    shown = pikepdf.Name.Yes if ticked else pikepdf.Name.Off
    common.setdefault("MK", pikepdf.Dictionary())
    if sign := string(_marks(annot).get("/CA")):
        common["MK"].CA = sign
    keys = common | {"FT": pikepdf.Name.Btn, "Ff": radio, "V": shown, "AS": shown}
    return Wanted(Sketch(keys, type_of(annot, form), str(shown)), "field")


def _is_on(annot: Any) -> bool:
    """By the value of its field; of several boxes without pictures nobody can say which is meant."""
    value = inherited(annot, "/V")
    return isinstance(value, pikepdf.Name) and value != pikepdf.Name.Off and "/Parent" not in annot


def _chosen(annot: Any) -> str:
    """The text of what is chosen, which the file may know by another value."""
    value = inherited(annot, "/V")
    if isinstance(value, pikepdf.Array):
        value = value[0] if len(value) else None
    said = string(value)
    return next((shown for known, shown in _options(annot) if known == said), said)


def _options(annot: Any) -> list[tuple[str, str]]:
    """Value and text of each."""
    found = inherited(annot, "/Opt")
    options = list(found)[:_MOST_OPTIONS] if isinstance(found, pikepdf.Array) else []
    pairs = [list(o) if isinstance(o, pikepdf.Array) and len(o) == 2 else [o, o] for o in options]
    return [(string(value), string(shown)) for value, shown in pairs]


def _frame(annot: Any) -> dict[str, Any]:
    """Border, ground and turn of a field."""
    marks = _marks(annot)
    drawn = {key: numbers(marks.get(f"/{key}")) for key in ("BC", "BG")}
    kept: dict[str, Any] = {key: value for key, value in drawn.items() if value}
    caption = string(marks.get("/CA"))
    if not kept and not caption:
        return border(annot)
    if turn := integer(marks.get("/R")) % 360:
        kept["R"] = turn
    return {"MK": pikepdf.Dictionary(**kept), **border(annot)}


def _marks(annot: Any) -> Any:
    marks = annot.get("/MK")
    return marks if isinstance(marks, pikepdf.Dictionary) else pikepdf.Dictionary()
