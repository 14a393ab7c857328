"""Any PDF as clean A4 pages: drawn content alone, nothing that runs, links or hides. Trusts no byte of it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

# In points. NEARLY is 3 mm: a scanner's A4, and A4 after rounding, pass for A4 and are left at their size.
A4 = (595.276, 841.89)
NEARLY = 8.6
MAX_PAGES = 200

# qpdf's own words: it gives these warnings no code.
_BROKEN_OFF = ("error decoding", "input stream is complete but output")

# What a page needs to be drawn. A list of what may stay, as no list of what
# may not (scripts, links, files) is ever complete.
_KEPT = frozenset({"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"})


class Unfit(Exception):
    """The file cannot be taken; the argument says why, in one word."""


def from_pdf(data: bytes) -> tuple[bytes, int, set[str]]:
    """The pages, how many, and what somebody should know about them. Raises `Unfit`."""
    try:
        source = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError:
        raise Unfit("encrypted") from None
    except pikepdf.PdfError as error:
        kind = "no-pages" if "no pages" in str(error) else "damaged"
        # A file without its end was cut off on the way: say that rather than "damaged", as getting it again helps.
        raise Unfit(kind if b"%%EOF" in data[-2048:] else "cut-off") from None
    with source:
        _admit(source, data)
        notes = _notes(source)
        _flatten(source)
        pdf = on_a4(source)
        return pdf, len(source.pages), notes | _mended(source)


def _admit(source: pikepdf.Pdf, data: bytes) -> None:
    # qpdf opens half a file and rebuilds what it can: pages would be missing and nobody would know.
    if b"%%EOF" not in data[-2048:]:
        raise Unfit("cut-off")
    # No password is needed to open such a file, but what its owner forbids stays forbidden.
    allowed = source.allow
    if source.is_encrypted and not (allowed.extract and allowed.print_lowres and allowed.print_highres):
        raise Unfit("restricted")
    if not len(source.pages):
        raise Unfit("no-pages")
    if len(source.pages) > MAX_PAGES:
        raise Unfit("pages")


def _mended(source: pikepdf.Pdf) -> set[str]:
    """A stream that broke off was read as far as it went: half a page must not pass for a whole one."""
    # Asked for once, then gone: each caller hears what is new since the last.
    said = [str(w) for w in source.get_warnings()]
    if any(sign in w for w in said for sign in _BROKEN_OFF):
        raise Unfit("damaged")
    return {"repaired"} if said else set()


def _notes(source: pikepdf.Pdf) -> set[str]:
    notes = _mended(source)
    root: Any = source.Root
    form = root.get("/AcroForm", {})
    # Bit 1: there are signatures (ISO 32000-1, table 219). They do not survive a copy of the page.
    if int(form.get("/SigFlags", 0)) & 1:
        notes.add("signed")
    # What is switched off on the screen is in the file all the same.
    layers = root.get("/OCProperties", {}).get("/D", {})
    if len(layers.get("/OFF", ())) or str(layers.get("/BaseState", "/ON")) != "/ON":
        notes.add("hidden-layers")
    # What lies outside the crop box is not seen, but its text can still be taken from the file.
    if any(_cropped(page) for page in source.pages):
        notes.add("cropped")
    if any(_undrawn(widget) for page in source.pages for widget in page.get("/Annots", ())):
        notes.add("undrawn-fields")
    return notes


def _cropped(page: pikepdf.Page) -> bool:
    seen, whole = _box(page.cropbox), _box(page.mediabox)
    return any(abs(s - w) > NEARLY for s, w in zip(seen, whole, strict=True))


def _undrawn(widget: Any) -> bool:
    # A value without a picture of it ("/AP") is drawn by some readers and not by others, so it would be lost here.
    if str(widget.get("/FT")) == "/Sig" or not str(widget.get("/V", "")):
        return False
    return str(widget.get("/Subtype")) == "/Widget" and "/N" not in widget.get("/AP", {})


def _flatten(source: pikepdf.Pdf) -> None:
    """What is drawn over the page (fields, stamps, masks) becomes part of it."""
    root: Any = source.Root
    # With it qpdf leaves fields out when it flattens, as their pictures may
    # be old; `_undrawn` has told of those without one.
    if "/NeedAppearances" in root.get("/AcroForm", {}):
        del root.AcroForm["/NeedAppearances"]
    if any("/Annots" in page for page in source.pages):
        source.flatten_annotations("all")


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
        # Read now, with the limits of this process, and not first by whoever opens the packet.
        _decode(page)
        # The complaint about a stream that broke off goes to the file the page was copied to.
        _mended(bare)
        _place(page, sheets)
    pikepdf.sanitize.Sanitizer().remove_attachments().remove_private_app_data().apply(sheets)
    out = BytesIO()
    sheets.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _decode(page: pikepdf.Page) -> None:
    contents: Any = page.get("/Contents")
    if contents is not None:
        for stream in [contents] if isinstance(contents, pikepdf.Stream) else list(contents):
            stream.read_bytes()


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
