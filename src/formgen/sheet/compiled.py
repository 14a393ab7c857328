"""The ink of a form edition, compiled once: in memory for this process, in the cache folder for the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from formgen.files import cache
from formgen.files.memo import memoised
from formgen.ground.marks import Page
from formgen.pdf.ink import Ink, compile_ink
from formgen.spec.form import Form
from formgen.typeface import CORE, RARE, face, font_file

# Far more states than forms have in use; a limit for a process that runs for months.
_MOST = 256
_inks: dict[tuple[str, str], tuple[Ink, ...]] = {}
_marks: dict[tuple[str, str], tuple[Page, ...]] = {}

Lay = Callable[[], tuple[Page, ...]]


def inks_of(form: Form, state: object, lay: Lay) -> tuple[Ink, ...]:
    """The compiled ink of the pages of a form in one state (which of its items are printed, and how).

    `lay` lays the pages out if that was never done before. A form that was not read from a file is not kept.
    """
    # Forms made in a program all have an empty digest: kept, one would be taken for another.
    if not form.digest:
        return _compiled(lay())
    key = form.digest, repr(state)
    if key not in _inks:
        _forget_if_many(_inks)
        _inks[key] = memoised(cache.key_of("ink", *key, _fonts()), lambda: _compiled(marks_of(form, state, lay)))
    return _inks[key]


def marks_of(form: Form, state: object, lay: Lay) -> tuple[Page, ...]:
    """Pages with the ink of a form in one state, as marks; their values are of no account."""
    key = form.digest, repr(state)
    if not form.digest:
        return lay()
    if key not in _marks:
        _forget_if_many(_marks)
        _marks[key] = lay()
    return _marks[key]


def _forget_if_many(kept_here: dict[tuple[str, str], Any]) -> None:
    if len(kept_here) >= _MOST:
        kept_here.clear()


def _compiled(pages: Sequence[Page]) -> tuple[Ink, ...]:
    return tuple(compile_ink(page.ink, page.height) for page in pages)


def _fonts() -> bytes:
    """The hashes of the fonts there are: ink drawn by others, or without the rare ones, may differ."""
    return b"".join(face(name).head.sha256 for name in (*CORE, *RARE) if font_file(name) is not None)
