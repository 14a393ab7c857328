"""Any PDF as clean A4 pages: drawn content alone, nothing that runs, links or hides. Trusts no byte of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

from formgen.attachments.bounds import bounded
from formgen.attachments.drawn import flatten
from formgen.attachments.extras import extras
from formgen.attachments.found import Note, Unfit
from formgen.attachments.opening import mended, opened

# In points. NEARLY is 3 mm: a scanner's A4, and A4 after rounding, pass for A4 and are left at their size.
A4 = (595.276, 841.89)
NEARLY = 8.6

# What a page needs to be drawn. A list of what may stay, as no list of what
# may not (scripts, links, files) is ever complete.
_KEPT = frozenset({"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"})


def from_pdf(data: bytes) -> tuple[bytes, int, set[Note]]:
    """The pages, how many, and what somebody should know about them. Raises `Unfit`."""
    with opened(data) as source:
        notes = mended(source) | extras(source) | _cropped_pages(source)
        notes |= flatten(source)
        pdf = on_a4(source)
        return pdf, len(source.pages), notes | mended(source)


def _cropped_pages(source: pikepdf.Pdf) -> set[Note]:
    # What lies outside the crop box is not seen, but its text can still be taken from the file.
    found = tuple(number for number, page in enumerate(source.pages, 1) if _cropped(page))
    return {Note("cropped", pages=found)} if found else set()


def _cropped(page: pikepdf.Page) -> bool:
    seen, whole = _box(page.cropbox), _box(page.mediabox)
    return any(abs(s - w) > NEARLY for s, w in zip(seen, whole, strict=True))


def _box(box: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(v) for v in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def on_a4(source: pikepdf.Pdf) -> bytes:
    """Every page alone, without what hangs on it (scripts, links, files), and fitted on A4."""
    bare, sheets = pikepdf.new(), pikepdf.new()
    # Pages without their catalog: its scripts, names and attached files stay behind.
    bare.pages.extend(source.pages)
    page: Any
    for page in bare.pages:
        for key in sorted(set(page.keys()) - _KEPT):
            del page[key]
    bounded(bare)
    # The complaint about a stream that broke off goes to the file the page was copied to.
    mended(bare)
    for page in bare.pages:
        _place(page, sheets)
    pikepdf.sanitize.Sanitizer().remove_attachments().remove_private_app_data().apply(sheets)
    out = BytesIO()
    sheets.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _place(page: pikepdf.Page, sheets: pikepdf.Pdf) -> None:
    x0, y0, x1, y1 = _box(page.cropbox)
    # A page may be measured in more than 1/72 inch (ISO 32000-1, table 30).
    unit = float(page.get("/UserUnit", 1))
    w, h = (x1 - x0) * unit, (y1 - y0) * unit
    if min(w, h) < 1:
        raise Unfit("damaged")
    if unit == 1 and abs(min(w, h) - A4[0]) < NEARLY and abs(max(w, h) - A4[1]) < NEARLY:
        sheets.pages.append(page)
        return
    if int(page.get("/Rotate", 0)) % 180:
        w, h = h, w
    # A small thing that lies, such as a residence card (在留カード), stands on an upright page.
    lies = w > h and w > A4[0]
    across, down = A4[::-1] if lies else A4
    sheet = sheets.add_blank_page(page_size=(across, down))
    form = sheets.copy_foreign(page.as_form_xobject())
    name = sheet.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Page)
    # In the middle of the page: smaller where it must be, never larger, upright as it is seen.
    room = pikepdf.Rectangle(0, 0, across, down)
    how = {"invert_transformations": True, "allow_shrink": True, "allow_expand": False}
    sheet.contents_add(sheet.calc_form_xobject_placement(form, name, room, **how))
