"""The ink of a form edition, compiled once: in memory for this process, in the cache folder for the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from formgen import cache
from formgen.kept import kept
from formgen.marks import Page
from formgen.pdf.ink import Ink, compile_ink
from formgen.spec.form import Form
from formgen.typeface import CORE, RARE, font_file

_MOST = 512
_memory: dict[tuple[str, str], tuple[Ink, ...]] = {}


def inks_of(form: Form, state: object, pages: Callable[[], Sequence[Page]]) -> tuple[Ink, ...]:
    """The compiled ink of the pages of a form in one state (which of its items are printed, and how).

    `pages` lays them out if that was never done before. A form that was not read from a file is not kept.
    """
    if not form.digest:
        return _compiled(pages())
    key = form.digest, repr(state)
    found = _memory.get(key)
    if found is None:
        found = kept(cache.key_of("ink", *key, _fonts()), lambda: _compiled(pages()))
        if len(_memory) < _MOST:
            _memory[key] = found
    return found


def _compiled(pages: Sequence[Page]) -> tuple[Ink, ...]:
    return tuple(compile_ink(page.ink, page.height) for page in pages)


def _fonts() -> str:
    """Which fonts there are: ink drawn without the rare ones may differ."""
    return " ".join(name for name in (*CORE, *RARE) if font_file(name) is not None)
