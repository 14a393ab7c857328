"""Any PDF as clean A4 pages: drawn content alone, nothing that runs, links or hides. Trusts no byte of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any, NamedTuple

import pikepdf

from formgen.attachments.beside.extras import extras
from formgen.attachments.bounding.bounds import bounded, counted
from formgen.attachments.found import Note, Unfit
from formgen.attachments.pdf import boxes
from formgen.attachments.pdf.boxes import Box
from formgen.attachments.pdf.locks import protection
from formgen.attachments.pdf.opening import mended, opened
from formgen.attachments.pdf.placing import A4, NEARLY, place
from formgen.attachments.self_check import comparing, untouched
from formgen.attachments.showing.drawn import flatten

# What a page needs to be drawn. A list of what may stay, as no list of what
# may not (scripts, links, files) is ever complete.
_KEPT = frozenset({"/Type", "/MediaBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"})


class Sheets(NamedTuple):
    """Pages on A4; `places` says where each page of the file stands on its sheet, None for one that is its sheet."""

    pdf: bytes
    places: tuple[Box | None, ...]
    notes: frozenset[Note] = frozenset()


class Made(NamedTuple):
    """The pages of a PDF, and what should be known: `changed` ones (from 0) are drawn otherwise than in the file.

    `doubtful`: pages that should look the same, but are worth a look.
    """

    sheets: Sheets
    notes: set[Note]
    changed: tuple[int, ...]
    doubtful: tuple[int, ...]


def from_pdf(data: bytes, fonts: bytes = b"") -> tuple[bytes, int, set[Note]]:
    """The pages, how many, and what somebody should know about them. Raises `Unfit`."""
    sheets, notes, changed, doubtful = made(data, fonts)
    if wanted := tuple(dict.fromkeys(changed + doubtful)):
        notes |= comparing.compared(comparing.of_document(data, sheets.pdf, sheets.places, wanted), changed)
    return sheets.pdf, len(sheets.places), notes


def made(data: bytes, fonts: bytes = b"") -> Made:
    """The pages, not yet held against the file. Raises `Unfit`."""
    source, notes = opened(data)
    with source:
        counted(source)
        notes |= protection(source) | extras(source, data)
        changed = untouched.changed(source, mended=Note("repaired") in notes)
        notes |= _plain_pages(source)
        updated = comparing.updated(source, data)
        flat = flatten(source, fonts)
        # pdfium would draw these with the fonts of the machine it runs on: the same file would be told of on one and
        # not on another. Their letters have been read back.
        changed = tuple(number for number in changed if number + 1 not in flat.lettered)
        sheets = on_a4(source)
        doubtful = untouched.doubtful(source, sheets.places, updated=updated)
        return Made(sheets, notes | flat.notes | mended(source) | sheets.notes, changed, doubtful)


def _plain_pages(source: pikepdf.Pdf) -> set[Note]:
    # What lies outside the crop box is not seen, but its text can still be taken from the file.
    found = tuple(number for number, page in enumerate(source.pages, 1) if _cropped(page))
    for page in source.pages:
        boxes.set_plain(page)
    return {Note("cropped", pages=found)} if found else set()


def _cropped(page: pikepdf.Page) -> bool:
    pairs = zip(boxes.seen(page), boxes.whole(page), strict=True)
    return any(abs(s - w) > NEARLY for s, w in pairs)


def on_a4(source: pikepdf.Pdf) -> Sheets:
    """Every page alone, without what hangs on it (scripts, links, files), and fitted on A4."""
    bare, sheets = pikepdf.new(), pikepdf.new()
    # Pages without their catalog: its scripts, names and attached files stay behind.
    bare.pages.extend(source.pages)
    page: Any
    for page in bare.pages:
        for key in sorted(set(page.keys()) - _KEPT):
            del page[key]
    notes = bounded(bare)
    places = tuple(_placed(page, sheets) for page in bare.pages)
    pikepdf.sanitize.Sanitizer().remove_attachments().remove_private_app_data().apply(sheets)
    out = BytesIO()
    # Whoever takes the pages gives them an identifier of their content.
    sheets.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Sheets(out.getvalue(), places, frozenset(notes))


def _placed(page: pikepdf.Page, sheets: pikepdf.Pdf) -> Box | None:
    box, unit = boxes.seen(page), boxes.unit(page)
    w, h = (side * unit for side in box.size)
    if min(w, h) < 1:
        raise Unfit("damaged")
    # Whatever is put on a sheet later is measured from its lower left corner.
    at_corner = max(abs(box.x0), abs(box.y0)) < 0.01
    if at_corner and unit == 1 and abs(min(w, h) - A4[0]) < NEARLY and abs(max(w, h) - A4[1]) < NEARLY:
        sheets.pages.append(page)
        return None
    if boxes.turn(page) % 180:
        w, h = h, w
    put = place(w, h)
    sheet = sheets.add_blank_page(page_size=put.page)
    form = sheets.copy_foreign(page.as_form_xobject())
    name = sheet.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Page)
    # Smaller where it must be, never larger, upright as it is seen.
    room = pikepdf.Rectangle(*put.box)
    how = {"invert_transformations": True, "allow_shrink": True, "allow_expand": False}
    placing = sheet.calc_form_xobject_placement(form, name, room, **how)
    sheet.contents_add(placing)
    return _covered(form, placing)


def _covered(form: Any, placing: bytes) -> Box:
    """Where a form comes to stand by what draws it (`q a b c d e f cm …`)."""
    turned = pikepdf.Matrix(form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    put = pikepdf.Matrix(*map(float, placing.split()[1:7]))
    seen = put.transform(turned.transform(pikepdf.Rectangle(form.BBox)))
    return Box(seen.llx, seen.lly, seen.urx, seen.ury)
