"""What a file is, in figures: sizes, locks, fonts, pictures. Nothing of what it says leaves the process apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf

from formgen.attachments.pdf import boxes
from formgen.attachments.pdf.names import as_text
from formgen.attachments.pdf.resolution import Resolution, resolution

_MM = 25.4 / 72
# Of dictionaries with fonts and forms, on all pages together.
_MOST = 3_000
_METHODS = {"aesv3": "AES-256", "aes": "AES-128", "rc4": "RC4"}
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def described(data: bytes, kind: str, made: bytes) -> dict[str, Any]:
    """Of a file that was taken, and of the pages made of it. Never raises: what cannot be told is left out."""
    out: dict[str, Any] = {}
    # The file has been read whole before: nothing here may be a reason to refuse it.
    with suppress(Exception), pikepdf.open(BytesIO(data if kind == "application/pdf" else made)) as source:
        if kind == "application/pdf":
            out |= {"sizes": _sizes(source)} | _locks(source) | _fonts(source)
            out |= _pictures(resolution(source))
        else:
            found = resolution(source, pictures=True)
            out |= _pictures(found) | {"dots": found.dots}
    return out


def _sizes(source: pikepdf.Pdf) -> list[tuple[float, float, int]]:
    """Width and height as seen, in mm, and how many pages have them: in the order of the pages."""
    return [(*size, many) for size, many in Counter(map(_size, source.pages)).items()]


def _size(page: pikepdf.Page) -> tuple[float, float]:
    wide, high = (round(side * boxes.unit(page) * _MM, 1) for side in boxes.seen(page).size)
    return (high, wide) if boxes.turn(page) % 180 else (wide, high)


def _locks(source: pikepdf.Pdf) -> dict[str, Any]:
    if not source.is_encrypted:
        return {}
    may, how = source.allow, source.encryption
    # Before revision 4 nothing says by what: there was one way only (ISO 32000-1, 7.6.1).
    method = _METHODS.get(how.stream_method.name, "") if how.R > 3 else "RC4"
    allowed = {
        "print": may.print_lowres,
        "print_well": may.print_highres,
        "copy": may.extract,
        "change": may.modify_other,
        "comment": may.modify_annotation,
        "fill_in": may.modify_form,
        "rearrange": may.modify_assembly,
        "read_aloud": may.accessibility,
    }
    return {"encryption": f"RC4-{how.bits}" if method == "RC4" else method, "permissions": allowed}


def _pictures(found: Resolution) -> dict[str, Any]:
    out: dict[str, Any] = {"scans": found.pages, "dpi_complete": found.all_seen}
    return out | ({"dpi": (found.least, found.most)} if found.most else {})


def _fonts(source: pikepdf.Pdf) -> dict[str, Any]:
    """How many fonts pages use that are in the file, and how many each machine has to have itself."""
    seen: set[tuple[int, int]] = set()
    counted: Counter[bool] = Counter()
    left: list[Any] = [page.get("/Resources") for page in source.pages]
    for _ in range(_MOST):
        if not left:
            break
        resources = left.pop()
        for number, font in _fonts_and_forms(resources, "/Font"):
            if number not in seen or not number[0]:
                seen.add(number)
                counted[_embedded(font)] += 1
        for number, form in _fonts_and_forms(resources, "/XObject"):
            if number not in seen and as_text(form.get("/Subtype")) == "/Form":
                seen.add(number)
                left.append(form.get("/Resources"))
    return {"fonts": (counted[True], counted[False])}


def _fonts_and_forms(resources: Any, key: str) -> Iterator[tuple[tuple[int, int], Any]]:
    found = resources.get(key) if isinstance(resources, pikepdf.Dictionary) else None
    for thing in found.values() if isinstance(found, pikepdf.Dictionary) else ():
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing.objgen, thing


def _embedded(font: Any) -> bool:
    below = font.get("/DescendantFonts")
    if isinstance(below, pikepdf.Array) and len(below):
        font = below[0]
    if as_text(font.get("/Subtype")) == "/Type3":
        return True
    about = font.get("/FontDescriptor") if isinstance(font, pikepdf.Dictionary) else None
    return isinstance(about, pikepdf.Dictionary) and any(name in about for name in _FILES)
