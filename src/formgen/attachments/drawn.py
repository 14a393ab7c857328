"""What is drawn over a page (fields, stamps, remarks) and on its layers, made part of the page.

Fields and annotations bring a picture of themselves; where one has none, or an old one, viewers draw it, and it is
drawn here as they do. What a viewer shows and nobody here can draw is a reason not to take the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from formgen.attachments import appearances, shown
from formgen.attachments.fields import is_set_in_type
from formgen.attachments.found import Note, Unfit
from formgen.attachments.hidden import leave_out
from formgen.attachments.markup import wanted
from formgen.attachments.plain import Wanted
from formgen.attachments.shapes import Shape, shape


def flatten(source: pikepdf.Pdf) -> set[Note]:
    """Everything drawn over the pages becomes part of them; tells what was left out or is in doubt. Raises `Unfit`."""
    notes = leave_out(source)
    over = _Over(source)
    for number, page in enumerate(source.pages, 1):
        over.look_at(number, page)
    if over.draw():
        source.flatten_annotations("all")
    # Nothing is left to fill in.
    if "/AcroForm" in source.Root:
        del source.Root["/AcroForm"]
    return notes | over.doubts()


class _Wish(NamedTuple):
    """Something that pdfium has to draw; `old`: a picture that will do if it shows what is wanted."""

    page: int
    annot: Any
    wanted: Wanted
    old: Any


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
        self._undrawn: dict[str, list[int]] = {}
        self._doubtful: list[int] = []

    def look_at(self, number: int, page: pikepdf.Page) -> None:
        """Sort what lies over a page: an annotation that is shown as it is, or a wish, or nothing."""
        found = shown.shown(page)
        self._doubtful += [number] * sum(map(shown.contradicts_itself, found))
        self._pages.append((page, [item for annot in found for item in self._items(number, annot)]))

    def doubts(self) -> set[Note]:
        """Boxes that show one thing and mean another."""
        pages = tuple(dict.fromkeys(self._doubtful))
        return {Note("unclear-fields", len(self._doubtful), pages)} if pages else set()

    def draw(self) -> bool:
        """Have all wishes drawn; False if nothing lies over any page. Raises `Unfit` for what cannot be drawn."""
        wishes = [item for _, items in self._pages for item in items if isinstance(item, _Wish)]
        drawn = {id(wish): annot for wish, annot in zip(wishes, self._granted(wishes), strict=True)}
        if self._undrawn:
            pages = tuple(sorted({page for found in self._undrawn.values() for page in found}))
            number = sum(map(len, self._undrawn.values()))
            raise Unfit("undrawn", Note("undrawn", number, pages, tuple(sorted(self._undrawn))))
        for page, items in self._pages:
            found = [drawn[id(item)] if isinstance(item, _Wish) else item for item in items]
            page.Annots = pikepdf.Array([annot for annot in found if annot is not None])
        return any(len(page.Annots) for page, _ in self._pages)

    def _items(self, number: int, annot: Any) -> Iterator[Any]:
        old = shown.picture(annot)
        if shown.has_pictures(annot) and not (self._anew and is_set_in_type(annot)):
            if old is not None:
                shown.show_with(annot, old)
                yield annot
            return
        try:
            found, drawn = wanted(annot, self._form), shape(annot)
        except Unfit as unfit:
            self._undrawn.setdefault(str(unfit), []).append(number)
            return
        # An empty field is drawn only in place of what it had before.
        if found is not None and (old is not None or not found.is_blank):
            yield _Wish(number, annot, found, old)
        if drawn is not None:
            yield self._shaped(drawn)

    def _granted(self, wishes: list[_Wish]) -> Iterator[Any]:
        olds = [wish.old for wish in wishes if wish.old is not None]
        said = dict(zip(map(id, olds), appearances.texts(olds), strict=True))
        fresh = [wish for wish in wishes if wish.old is None or not wish.wanted.reads(said[id(wish.old)])]
        made = dict(zip(map(id, fresh), self._made(fresh), strict=True))
        for wish in wishes:
            if id(wish) not in made:
                shown.show_with(wish.annot, wish.old)
                yield wish.annot
            else:
                yield made[id(wish)]

    def _made(self, wishes: list[_Wish]) -> Iterator[Any]:
        """An annotation with a picture made now for each, or None where there is nothing to see."""
        forms = [self._own(drawn) for drawn in appearances.pictures([wish.wanted.sketch for wish in wishes])]
        texts = iter(appearances.texts([form for form in forms if form is not None]))
        for wish, form in zip(wishes, forms, strict=True):
            if form is None or not wish.wanted.reads(next(texts)):
                self._undrawn.setdefault(wish.wanted.kind, []).append(wish.page)
                yield None
            else:
                yield self._stamp(form, wish.wanted.place or form.BBox)

    def _own(self, drawn: Any) -> Any:
        return None if drawn is None else self._source.copy_foreign(drawn)

    def _shaped(self, drawn: Shape) -> Any:
        opacity = pikepdf.Dictionary(CA=drawn.opacity, ca=drawn.opacity)
        resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(A=opacity))
        form: dict[str, Any] = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "Resources": resources}
        return self._stamp(self._source.make_stream(drawn.contents, BBox=[*drawn.box], **form), [*drawn.box])

    def _stamp(self, form: Any, place: Any) -> Any:
        drawn = pikepdf.Dictionary(N=form)
        stamp = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=place, AP=drawn, F=4)
        return self._source.make_indirect(stamp)
