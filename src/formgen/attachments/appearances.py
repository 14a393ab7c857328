"""Pictures of fields and annotations that have none, made by pdfium in a document of their own.

Nothing else of the foreign file comes into that document: each thing to be drawn is a few plain values on a page of
its own, with the font it asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

from formgen.attachments import letters

# In points, on each side: a thick line reaches beyond its place.
_MARGIN = 50.0
_FARTHEST = 14_400.0


@dataclass(frozen=True)
class Type:
    """How a text is drawn: font (of the foreign file, or the keys of one), size in points (0: as fits), colour."""

    font: Any
    size: float = 0.0
    colour: str = "0 g"


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
    if not sketches:
        return
    # Only where something has to be drawn: it takes as long to load as many a file to read.
    import pypdfium2

    with pypdfium2.PdfDocument(_document(sketches)) as pdf:
        pdf.init_forms()
        for page in pdf:
            # Pictures are made when a page is drawn.
            page.render(scale=0.01)
            page.close()
        out = BytesIO()
        pdf.save(out)
    with pikepdf.open(out) as drawn:
        for number, (sketch, page) in enumerate(zip(sketches, drawn.pages, strict=True)):
            yield _picture(page, sketch, f"/F{number}")


def _picture(page: Any, sketch: Sketch, font: str) -> Any:
    annot: Any = page.get("/Annots")[0]
    found = annot.get("/AP", {}).get("/N")
    if sketch.state and isinstance(found, pikepdf.Dictionary):
        found = found.get(sketch.state)
    if not isinstance(found, pikepdf.Stream):
        return None
    # For letters that the font has not pdfium takes one of the machine it runs on, which is not in the file.
    resources: Any = found.get("/Resources", {})
    used = resources.get("/Font", {})
    if not {*used.keys()} <= {font}:
        return None
    if sketch.codes:
        letters.put_right(found, sketch.codes)
    return found


def texts(forms: Sequence[Any]) -> list[str]:
    """What can be read in each of these pictures, in any order and with any spaces. They are of one document."""
    if not forms:
        return []
    import pypdfium2

    pdf = pikepdf.new()
    for form in forms:
        page = pdf.add_blank_page(page_size=(_FARTHEST, _FARTHEST))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=pdf.copy_foreign(form)))
        page.Contents = pdf.make_stream(b"/Fm Do")
    out = BytesIO()
    pdf.save(out)
    with pypdfium2.PdfDocument(out.getvalue()) as read:
        return [page.get_textpage().get_text_range() for page in read]


def _document(sketches: Sequence[Sketch]) -> bytes:
    pdf = pikepdf.new()
    fonts, fields = pikepdf.Dictionary(), pikepdf.Array()
    for number, sketch in enumerate(sketches):
        x0, y0, x1, y1 = sketch.keys["Rect"]
        page: Any = pdf.add_blank_page()
        page.MediaBox = pikepdf.Array([x0 - _MARGIN, y0 - _MARGIN, x1 + _MARGIN, y1 + _MARGIN])
        keys = dict(sketch.keys)
        if (kind := sketch.type) is not None:
            fonts[f"/F{number}"] = _font(pdf, kind.font)
            keys |= {"T": f"{number}", "DA": f"/F{number} {kind.size} Tf {kind.colour}"}
        annot = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, F=4, **keys))
        page.Annots = pikepdf.Array([annot])
        if kind is not None:
            fields.append(annot)
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, DR=pikepdf.Dictionary(Font=fonts))
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def _font(pdf: pikepdf.Pdf, font: Any) -> Any:
    return pdf.copy_foreign(font) if isinstance(font, pikepdf.Object) else pikepdf.Dictionary(**font)
