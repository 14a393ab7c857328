"""What is drawn over a page (fields, stamps, remarks) and on its layers, made part of the page.

Fields and annotations bring a picture of themselves; where one has none, or an old one, viewers draw it, and it is
drawn here as they do. What a viewer shows and nobody here can draw is a reason not to take the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pikepdf

from formgen.attachments.found import Note, Unfit
from formgen.attachments.showing import shown
from formgen.attachments.showing.fields import is_clear_box, is_set_in_type
from formgen.attachments.showing.hidden import leave_out
from formgen.attachments.showing.markup import wanted
from formgen.attachments.showing.shapes import Shape, shape
from formgen.attachments.showing.wishes import Wish, granted, lent, letters


class Flat(NamedTuple):
    """What was left out or is in doubt, and the pages (from 1) that have letters of the fonts that were lent."""

    notes: set[Note]
    lettered: set[int]


def flatten(source: pikepdf.Pdf, fonts: bytes = b"") -> Flat:
    """Everything drawn over the pages becomes part of them. Raises `Unfit`.

    `fonts`: a document with fonts for letters that the usual Western ones do not have (see `lettering`).
    """
    notes = leave_out(source)
    over = _Over(source)
    for number, page in enumerate(source.pages, 1):
        over.look_at(number, page)
    with lent(fonts) as found:
        anything = over.draw(found)
    if anything:
        source.flatten_annotations("all")
    # Nothing is left to fill in.
    if "/AcroForm" in source.Root:
        del source.Root["/AcroForm"]
    return Flat(notes | over.doubts(), over.lettered)


class _Over:
    """What lies over the pages of a file: what is shown as it is, and what has to be drawn first."""

    def __init__(self, source: pikepdf.Pdf) -> None:
        self._source = source
        form = source.Root.get("/AcroForm")
        self._form: Any = form if isinstance(form, pikepdf.Dictionary) else pikepdf.Dictionary()
        # Pictures of fields are old, and viewers draw them anew. With this key qpdf would leave them out.
        anew: Any = self._form.get("/NeedAppearances")
        self._anew = anew is True
        if "/NeedAppearances" in self._form:
            del self._form["/NeedAppearances"]
        self._pages: list[tuple[Any, list[Any]]] = []
        self._undrawn: list[tuple[str, int]] = []
        self._doubtful: list[int] = []
        self.lettered: set[int] = set()

    def look_at(self, number: int, page: pikepdf.Page) -> None:
        """Sort what lies over a page: an annotation that is shown as it is, or a wish, or nothing."""
        found = shown.shown(page)
        self._doubtful += [number] * sum(map(shown.contradicts_itself, found))
        self._pages.append((page, [item for annot in found for item in self._items(number, annot)]))

    def doubts(self) -> set[Note]:
        """Boxes that show one thing and mean another."""
        pages = tuple(dict.fromkeys(self._doubtful))
        return {Note("unclear-fields", len(self._doubtful), pages)} if pages else set()

    def draw(self, fonts: Sequence[Any]) -> bool:
        """Have all wishes drawn; False if nothing lies over any page. Raises `Unfit` for what cannot be drawn."""
        wishes = [item for _, items in self._pages for item in items if isinstance(item, Wish)]
        pictures, self.lettered = granted(wishes, self._source, fonts)
        self._refuse([wish for wish, picture in zip(wishes, pictures, strict=True) if picture is None])
        drawn = {id(wish): self._laid(wish, picture) for wish, picture in zip(wishes, pictures, strict=True)}
        for page, items in self._pages:
            page.Annots = pikepdf.Array([drawn[id(item)] if isinstance(item, Wish) else item for item in items])
        return any(len(page.Annots) for page, _ in self._pages)

    def _refuse(self, failed: list[Wish]) -> None:
        undrawn = [*self._undrawn, *((wish.wanted.kind, wish.page) for wish in failed)]
        if not undrawn:
            return
        kinds, pages = ({*found} for found in zip(*undrawn, strict=True))
        about = Note("undrawn", len(undrawn), tuple(sorted(pages)), tuple(sorted(kinds)))
        # With other fonts it can be taken only if nothing else forbids it.
        raise Unfit("undrawn", about, letters=() if self._undrawn else letters(failed))

    def _laid(self, wish: Wish, picture: Any) -> Any:
        if picture is not wish.old:
            return self._stamp(picture, wish.wanted.place or picture.BBox)
        shown.show_with(wish.annot, picture)
        return wish.annot

    def _items(self, number: int, annot: Any) -> Iterator[Any]:
        old = shown.picture(annot)
        if shown.has_pictures(annot) and not (self._anew and is_set_in_type(annot)):
            if old is not None:
                shown.show_with(annot, old)
                yield annot
            # A box that is not ticked and has no picture for that is framed all the same.
            if old is not None or not is_clear_box(annot):
                return
        try:
            found, drawn = wanted(annot, self._form), shape(annot)
        except Unfit as unfit:
            self._undrawn.append((str(unfit), number))
            return
        # An empty field is drawn only in place of what it had before.
        if found is not None and (old is not None or not found.is_blank):
            yield Wish(number, annot, found, old)
        if drawn is not None:
            yield self._shaped(drawn)

    def _shaped(self, drawn: Shape) -> Any:
        opacity = pikepdf.Dictionary(CA=drawn.opacity, ca=drawn.opacity)
        resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(A=opacity))
        form: dict[str, Any] = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "Resources": resources}
        return self._stamp(self._source.make_stream(drawn.contents, BBox=[*drawn.box], **form), [*drawn.box])

    def _stamp(self, form: Any, place: Any) -> Any:
        drawn = pikepdf.Dictionary(N=form)
        stamp = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=place, AP=drawn, F=4)
        return self._source.make_indirect(stamp)
