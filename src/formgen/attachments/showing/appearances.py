"""Pictures of fields and annotations that have none, made by pdfium in a document of their own.

Nothing else of the foreign file comes into that document: each thing to be drawn is a few plain values, with the font
it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf

from formgen.attachments.showing import letters

# In points, on each side: a thick line reaches beyond its place.
_MARGIN = 50.0
_FARTHEST = 14_400.0
# A line of a font's list of what its codes mean.
_CODE = re.compile(rb"<([0-9A-F]{4})> <")
# In a document of many pages each takes the longer to be found.
_AT_ONCE = 50
# So much of a letter may be cut off.
_OVER = 0.5


@dataclass(frozen=True)
class Type:
    """How a text is drawn: font (of the foreign file, or the keys of one), size in points (0: as fits), colour.

    `instead`: a font to be taken where that of the file has not all letters; `any_letter`: the font is one for any
    script (see `lettering`), which all that are drawn at once share.
    """

    font: Any
    size: float = 0.0
    colour: str = "0 g"
    instead: Any = None
    any_letter: bool = False


@dataclass(frozen=True)
class Sketch:
    """Something to be drawn: an annotation or field of plain values; of a box to tick the picture of one state.

    `codes`: letters that stand in for others, see `letters`.
    """

    keys: dict[str, Any]
    type: Type | None = None
    state: str = ""
    codes: Mapping[int, int] = field(default_factory=dict)


def pictures(sketches: Sequence[Sketch]) -> Iterator[Any]:
    """A picture of each: a stream of another document; None where pdfium has none with the font it was given."""
    for start in range(0, len(sketches), _AT_ONCE):
        yield from _pictures(sketches[start : start + _AT_ONCE])


def _pictures(sketches: Sequence[Sketch]) -> Iterator[Any]:
    # Only where something has to be drawn: it takes as long to load as many a file to read.
    import pypdfium2

    with pypdfium2.PdfDocument(_document(sketches)) as pdf:
        pdf.init_forms()
        # Pictures are made when a page is drawn, however small.
        pdf[0].render(scale=10 / max(pdf[0].get_size()))
        out = BytesIO()
        pdf.save(out)
    with pikepdf.open(out) as drawn:
        annots: Any = drawn.pages[0].obj.Annots
        for number, (sketch, annot) in enumerate(zip(sketches, annots, strict=True)):
            yield _picture(annot, sketch, _name(number, sketch))


def _name(number: int, sketch: Sketch) -> str:
    """By which a text asks for its font. In one of this name pdfium looks for letters of any script."""
    return "/Wingdings" if sketch.type and sketch.type.any_letter else f"/F{number}"


def _picture(annot: Any, sketch: Sketch, font: str) -> Any:
    found = annot.get("/AP", {}).get("/N")
    if sketch.state and isinstance(found, pikepdf.Dictionary):
        found = found.get(sketch.state)
    if not isinstance(found, pikepdf.Stream):
        return None
    # For letters that the font has not pdfium takes one of the machine it runs on, which is not in the file.
    if sketch.type is None:
        return found
    used = {str(s.operands[0]) for s in pikepdf.parse_content_stream(found) if str(s.operator) == "Tf"}
    fonts: Any = found.Resources.Font if used else {}
    if not used <= {font} or (sketch.type.any_letter and used and not _has_letters(fonts[font], found)):
        return None
    for other in {*fonts.keys()} - used:
        del fonts[other]
    if sketch.codes:
        letters.put_right(found, sketch.codes)
    return found


def _has_letters(font: Any, found: Any) -> bool:
    """Whether it has all that is drawn with it: for others pdfium takes a code that no font of ours has."""
    known = {bytes.fromhex(code.decode()) for code in _CODE.findall(font.ToUnicode.read_bytes())}
    shown = [bytes(s.operands[0]) for s in pikepdf.parse_content_stream(found) if str(s.operator) == "Tj"]
    return all(text[place : place + 2] in known for text in shown for place in range(0, len(text), 2))


class Read(NamedTuple):
    """What can be read in a picture, in any order and with any spaces, and whether all of it lies within its box."""

    text: str
    fits: bool


def readings(forms: Sequence[Any]) -> Iterator[Read]:
    """What can be read in each of these pictures, which are of one document."""
    for start in range(0, len(forms), _AT_ONCE):
        yield from _readings(forms[start : start + _AT_ONCE])


def _readings(forms: Sequence[Any]) -> Iterator[Read]:
    import pypdfium2

    with pikepdf.new() as pdf:
        for form in forms:
            page = pdf.add_blank_page(page_size=(_FARTHEST, _FARTHEST))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=pdf.copy_foreign(form)))
            page.Contents = pdf.make_stream(b"/Fm Do")
        out = BytesIO()
        pdf.save(out)
    with pypdfium2.PdfDocument(out.getvalue()) as read:
        for page, form in zip(read, forms, strict=True):
            yield _reading(page, form)


def _reading(page: Any, form: Any) -> Read:
    text = page.get_textpage()
    seen = _box(form)
    boxes = [box for box in map(text.get_charbox, range(text.count_chars())) if box[0] < box[2]]
    fits = all(
        seen.llx - _OVER < left and seen.lly - _OVER < low and right < seen.urx + _OVER and high < seen.ury + _OVER
        for left, low, right, high in boxes
    )
    return Read(text.get_text_range(), fits)


def _box(form: Any) -> pikepdf.Rectangle:
    """What is seen of a picture, by its own matrix; nothing where it is a foreign one that says it badly."""
    try:
        return pikepdf.Matrix(form.get("/Matrix", (1, 0, 0, 1, 0, 0))).transform(pikepdf.Rectangle(form.BBox))
    except (TypeError, ValueError, AttributeError):
        return pikepdf.Rectangle(0, 0, 0, 0)


def _document(sketches: Sequence[Sketch]) -> bytes:
    """A page with all of them on it."""
    pdf = pikepdf.new()
    fonts, fields, annots = pikepdf.Dictionary(), pikepdf.Array(), pikepdf.Array()
    held: dict[object, Any] = {}
    for number, sketch in enumerate(sketches):
        keys = dict(sketch.keys)
        if (kind := sketch.type) is not None:
            name = _name(number, sketch)
            key = kind.font.objgen if isinstance(kind.font, pikepdf.Object) else str(kind.font["BaseFont"])
            # One for all that ask for it: it takes time to load.
            fonts[name] = held[key] = held.get(key) or pdf.make_indirect(_font(pdf, kind.font))
            keys |= {"T": f"{number}", "DA": f"{name} {kind.size} Tf {kind.colour}"}
        annot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, F=4, **keys))
        annots.append(annot)
        if kind is not None:
            fields.append(annot)
    page: Any = pdf.add_blank_page()
    page.MediaBox, page.Annots = _around([sketch.keys["Rect"] for sketch in sketches]), annots
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, DR=pikepdf.Dictionary(Font=fonts))
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _around(places: Sequence[Sequence[float]]) -> Any:
    lefts, lows, rights, highs = zip(*places, strict=True)
    low, high = (min(lefts), min(lows)), (max(rights), max(highs))
    return pikepdf.Array([*(side - _MARGIN for side in low), *(side + _MARGIN for side in high)])


def _font(pdf: pikepdf.Pdf, font: Any) -> Any:
    return pdf.copy_foreign(font) if isinstance(font, pikepdf.Object) else pikepdf.Dictionary(**font)
