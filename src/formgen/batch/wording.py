"""Problems of a profile told to somebody who has only a table: where in it they are to be mended."""

from __future__ import annotations

from dataclasses import replace

from formgen.batch.cases import Case
from formgen.batch.targets import target_of
from formgen.ground.in_tables import IN_TABLES, in_cell, in_column
from formgen.ground.problems import Problem
from formgen.library import Library

_OF_DOCUMENT = {"W-UNKNOWN.document-age": ("issued_on", "発行日"), "W-UNKNOWN.masked": ("masked", "番号を隠した")}
_LISTS = {"users": "user", "institutions": "institution", "permission": "permission"}


def pointer_of(found: Problem) -> str | None:
    """The place of the profile that a problem is about; a document that is missing has the one it would have."""
    if "document" in found.words and found.code == "E-MISSING-DOCUMENT":
        return f"{found.words.get('of', '')}/attachment/{found.words['document']}"
    pointer = found.exact or found.pointer
    part, _ = _OF_DOCUMENT.get(found.key, ("", ""))
    return f"{pointer}/{part}" if part and pointer and not pointer.endswith(f"/{part}") else pointer


def in_words_of_table(found: Problem, case: Case, library: Library) -> Problem:
    """The same problem with what to do about it in cells and columns, where that can be said."""
    pointer = pointer_of(found)
    if found.key not in IN_TABLES:
        return found
    if pointer is None or pointer in case.cells:
        # The cell says whose it is, and so the same is told once of many.
        words = {**found.words, **{key: "" for key in ("who", "who_en") if key in found.words}}
        return replace(found, in_table=in_cell(), words=words)
    head = _head(found, pointer, library)
    return replace(found, in_table=in_column(head)) if head else found


def _head(found: Problem, pointer: str, library: Library) -> str | None:
    """The head that the column would have."""
    if title := found.words.get("title") if pointer.count("/attachment") else None:
        _, part = _OF_DOCUMENT.get(found.key, ("", ""))
        return f"書類・{title}（{part}）" if part else f"書類・{title}"
    dotted = pointer.strip("/").replace("/", ".")
    target = target_of(dotted, library)
    facts = library.facts.facts
    if target is not None:
        return facts[target.fact].column if target.fact in facts else dotted
    # Of a whole part, the first column that says something of it.
    steps = [step for step in dotted.split(".") if not step.isdigit()]
    inside = ".".join([_LISTS.get(steps[0], steps[0]), *steps[1:]]) + "."
    return next((fact.column for name, fact in facts.items() if name.startswith(inside) and fact.column), None)
