"""What a PDF holds besides what is drawn: counted, as it does not come along with the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pikepdf

from formgen.attachments.beside.signatures import Signatures
from formgen.attachments.beside.walking import Met, walked
from formgen.attachments.found import Note
from formgen.attachments.pdf.names import as_text, name_of

# By the type of an action (ISO 32000-2, table 201). What only turns to another place of the same file is none of them.
_ACTIONS = {
    "/JavaScript": "scripts-removed",
    "/URI": "links-removed",
    **dict.fromkeys(
        ("/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/Hide", "/SetOCGState"), "actions-removed"
    ),
    **dict.fromkeys(("/GoToR", "/GoToE", "/GoToDp"), "actions-removed"),
    **dict.fromkeys(("/Movie", "/Sound", "/Rendition", "/GoTo3DView", "/RichMediaExecute"), "media-removed"),
}
_MEDIA = frozenset({"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"})
_HIDDEN = 2


def extras(source: pikepdf.Pdf, data: bytes) -> set[Note]:
    """What is left behind, each kind with its number. `data` is the file itself."""
    found, signatures = _Found(), Signatures(source)
    # What is too broken to be walked through: the numbers are those of the rest.
    with suppress(pikepdf.PdfError):
        for met in walked(source, _plays):
            found.look(met)
            signatures.look(met)
    return found.notes() | signatures.notes(data)


def _plays(keys: Mapping[str, Any]) -> bool:
    """Whether it is played: what hangs below (clips, files, controls) is a part of it, and not counted again."""
    action = name_of(keys, "/S")
    if action == "/MR" or _ACTIONS.get(action) == "media-removed":
        return True
    return "/Rect" in keys and name_of(keys, "/Subtype") in _MEDIA


class _Found:
    """How many of each kind, and on which pages."""

    def __init__(self) -> None:
        self.count: dict[str, int] = defaultdict(int)
        self.pages: dict[str, set[int]] = defaultdict(set)
        self.files: set[tuple[int, int]] = set()

    def look(self, met: Met) -> None:
        """Count what is in this dictionary itself."""
        for word in self._words(met):
            self.count[word] += 1
            if met.page and word != "xfa-removed":  # of the document, wherever it was come to from
                self.pages[word].add(met.page)

    def _words(self, met: Met) -> set[str]:
        keys, words = met.keys, set()
        if "/S" in keys:
            words.add(_ACTIONS.get(name_of(keys, "/S"), ""))
        if "/JS" in keys:
            words.add("scripts-removed")
        if "/Rect" in keys:
            words.add(_unseen(keys))
        if isinstance(keys.get("/XFA"), (pikepdf.Array, pikepdf.Stream)):
            words.add("xfa-removed")
        if "/EF" in keys and not met.played and self._holds_file(keys["/EF"]):
            words.add("files-removed")
        return words - {"", "media-removed"} | ({"media-removed"} if not met.played and _plays(keys) else set())

    def _holds_file(self, held: Any) -> bool:
        if not isinstance(held, pikepdf.Dictionary):
            return False
        # The same file may be named twice, as an attachment of the document and of a page.
        streams = {stream.objgen for stream in held.values() if isinstance(stream, pikepdf.Stream)}
        new = bool(streams - self.files)
        self.files |= streams
        return new

    def notes(self) -> set[Note]:
        """One for each kind."""
        return {Note(word, number, tuple(sorted(self.pages[word]))) for word, number in self.count.items()}


def _unseen(annotation: Mapping[str, Any]) -> str:
    kind, flags = name_of(annotation, "/Subtype"), annotation.get("/F")
    if isinstance(flags, int) and flags & _HIDDEN and kind != "/Popup":
        return "hidden-removed"
    # Of a note stuck on the page only the sign is drawn, its text opens in a window.
    return "comments-removed" if kind == "/Text" and as_text(annotation.get("/Contents") or "").strip() else ""
