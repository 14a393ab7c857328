"""A file of a kind that is not taken, by its name and with what to do about it."""

from __future__ import annotations

from pathlib import PurePath

from formgen.attachments.kinds import other_kind
from formgen.ground.problems import Problem, problem
from formgen.ground.terms import TERMS

# Endings that promise something else than what is in the file. No other part of a name enters a message.
_PROMISES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
# Formats of which no description says how they begin: what the name says, where the bytes say nothing.
_BY_NAME = {".xdw": ("print", "docuworks"), ".xbd": ("print", "docuworks")}
# What to do about these gives a picture; the others would become pages.
_BECOME_PICTURES = frozenset({"photo", "picture"})


def not_taken(data: bytes, shown: str, pointer: str, *, picture: bool = False) -> Problem:
    """The problem for a file that is none of those that are taken. `picture`: it was to be set on a sheet."""
    ending = PurePath(shown).suffix.lower()
    group, kind = other_kind(data)
    if not group:
        group, kind = _BY_NAME.get(ending, ("", ""))
    if not group or (picture and group not in _BECOME_PICTURES):
        return problem("E-PICTURE.type" if picture else "E-FILE.type", pointer=pointer, value=shown)
    ja, en = TERMS[f"file.{kind}"]
    named = f"名前の終わりは「{ending}」ですが、中身は" if ending in _PROMISES else ""
    named_en = f"Its name ends in {ending}, but it is" if named else "This is"
    return problem(
        f"E-FILE.type-{group}", pointer=pointer, value=shown, kind=ja, kind_en=en, named=named, named_en=named_en
    )
