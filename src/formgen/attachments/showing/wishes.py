"""Pictures of fields and annotations that pdfium has to draw, read back: what is wanted must stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf

from formgen.attachments.showing import appearances
from formgen.attachments.showing.appearances import Sketch
from formgen.attachments.showing.plain import Wanted

_SMALLER = (0.8, 0.6)
# More is no form that somebody has filled in.
_MOST_TEXTS, _MOST_LETTERS = 500, 20_000


class Wish(NamedTuple):
    """Something to be drawn over a page; `old`: a picture that will do if it shows what is wanted."""

    page: int
    annot: Any
    wanted: Wanted
    old: Any


@contextmanager
def lent(fonts: bytes) -> Iterator[list[Any]]:
    """The fonts of a document of `lettering`."""
    if not fonts:
        yield []
        return
    with pikepdf.open(BytesIO(fonts)) as pdf:
        page: Any = pdf.pages[0]
        yield [font for _, font in sorted(page.Resources.Font.items()) if "/DescendantFonts" in font]


def granted(wishes: Sequence[Wish], source: pikepdf.Pdf, fonts: Iterable[Any]) -> tuple[list[Any], set[int]]:
    """A picture of each, `old` itself where that will do, None where there can be none; and the pages that have
    letters of `fonts` now.

    `fonts`: for letters that the usual Western fonts do not have, one after the other.
    """
    found = _old(wishes)
    _draw(found, wishes, [wish.wanted.set_in_own() for wish in wishes], source)
    _draw(found, wishes, [wish.wanted.set_in_usual() for wish in wishes], source)
    without = [picture is None for picture in found]
    for font in fonts:
        # Letters are not as wide as those of a viewer's own font: smaller rather than cut off.
        for share in (1.0, *_SMALLER):
            sketches = [wish.wanted.set_in(font, share) if wish.wanted.letters else None for wish in wishes]
            _draw(found, wishes, sketches, source, whole=share > _SMALLER[-1])
    lettered = zip(wishes, found, without, strict=True)
    return found, {wish.page for wish, picture, before in lettered if before and picture is not None}


def letters(failed: Iterable[Wish]) -> tuple[str, ...]:
    """What fonts would have to have for these, each text for itself; nothing where they could not help."""
    needed = [wish.wanted.letters for wish in failed]
    texts = tuple(sorted({"".join(sorted({" ", *filter(str.isprintable, text)})) for text in needed}))
    enough = len(texts) <= _MOST_TEXTS and sum(map(len, texts)) <= _MOST_LETTERS
    return texts if all(needed) and enough else ()


def _old(wishes: Sequence[Wish]) -> list[Any]:
    asked = [wish for wish in wishes if wish.old is not None and wish.wanted.text is not None]
    blank = {id(wish) for wish in asked if not _may_have_text(wish.old)}
    said = appearances.readings([wish.old for wish in asked if id(wish) not in blank])
    texts = {id(wish): "" if id(wish) in blank else next(said).text for wish in asked}
    kept = {id(wish) for wish in asked if wish.wanted.reads(texts[id(wish)])}
    return [wish.old if id(wish) in kept else None for wish in wishes]


def _may_have_text(picture: Any) -> bool:
    """Most fields of most forms are empty, and need not be read."""
    contents = picture.read_bytes()
    return any(operator in contents for operator in (b"Tj", b"TJ", b"'", b'"', b"Do"))


def _draw(
    found: list[Any],
    wishes: Sequence[Wish],
    sketches: Sequence[Sketch | None],
    source: pikepdf.Pdf,
    *,
    whole: bool = False,
) -> None:
    """Fill in what is not found yet. `whole`: only what is seen whole."""
    left = [(place, sketch) for place, sketch in enumerate(sketches) if found[place] is None and sketch is not None]
    drawn = appearances.pictures([sketch for _, sketch in left])
    made = {
        place: source.copy_foreign(picture)
        for (place, _), picture in zip(left, drawn, strict=True)
        if picture is not None
    }
    for place, read in zip(made, appearances.readings([*made.values()]), strict=True):
        wanted = wishes[place].wanted
        # Of a list only what has room is seen.
        if wanted.reads(read.text) and (read.fits or not whole or wanted.text is None):
            found[place] = made[place]
