"""Goes through what hangs on a document besides what draws its pages. Trusts nothing it meets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pikepdf

# Nothing below them runs, plays or is a file: they draw …
_DRAWS = frozenset({"/AP", "/MK", "/DR", "/Resources", "/OCProperties", "/OutputIntents", "/InkList", "/QuadPoints"})
# … lead back, or are come to by another way …
_BACK = frozenset({"/Outlines", "/Pages", "/Parent", "/P", "/Popup", "/IRT", "/Prev", "/Last", "/Dest", "/SE"})
# … or describe.
_SAYS = frozenset({"/StructTreeRoot", "/Metadata", "/Dests", "/PageLabels", "/PieceInfo", "/Threads", "/Rect"})
_PASSED = _DRAWS | _BACK | _SAYS
_OF_A_PAGE = ("/Annots", "/AA", "/AF")
# Several times what the longest forms have; beyond it the numbers say "at least".
_MOST = 250_000
_DICTIONARIES = (pikepdf.Dictionary, pikepdf.Stream)
_HOLDING = (*_DICTIONARIES, pikepdf.Array)


class Met(NamedTuple):
    """What is in a dictionary (or that of a stream), which object it is, and the page it hangs on (0: none).

    `played`: it is part of something that is played, such as a film.
    """

    keys: dict[str, Any]
    it: Any
    page: int = 0
    played: bool = False


def walked(source: pikepdf.Pdf, plays: Callable[[Mapping[str, Any]], bool]) -> Iterator[Met]:
    """Every dictionary below the pages' annotations and actions, then below the catalog: each once, at most so many."""
    # A link leads to a page: that is no way into it.
    seen: set[tuple[int, int]] = {page.obj.objgen for page in source.pages}
    # From the end: bookmarks last, as there may be very many.
    left: list[tuple[Any, int, bool]] = [(source.Root.get("/Outlines"), 0, False), (source.Root, 0, False)]
    for number, page in reversed([*enumerate(source.pages, 1)]):
        left += [(page.get(key), number, False) for key in _OF_A_PAGE]
    for _ in range(_MOST):
        if not left:
            return
        it, page_number, played = left.pop()
        if not isinstance(it, _HOLDING) or _again(it, seen):
            continue
        if isinstance(it, _DICTIONARIES):
            keys = dict(it.items())
            yield Met(keys, it, page_number, played)
            played = played or plays(keys)
            below = [value for key, value in keys.items() if key not in _PASSED]
        else:
            below = list(it)
        left += [(value, page_number, played) for value in below if isinstance(value, pikepdf.Object)]


def _again(it: Any, seen: set[tuple[int, int]]) -> bool:
    number = it.objgen
    if number in seen:
        return True
    # What has no number stands in one place only.
    if number[0]:
        seen.add(number)
    return False


def inherited(thing: Any, key: str) -> Any:
    """What stands under a key, here or in what this hangs on."""
    for _ in range(64):
        if not isinstance(thing, pikepdf.Dictionary) or key in thing:
            break
        thing = thing.get("/Parent")
    return thing.get(key) if isinstance(thing, pikepdf.Dictionary) else None
