"""Which cases of a table are made this time: some rows, some names, the first few."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formgen.batch.cases import Case
from formgen.ground.problems import Refused, problem

_ROWS = re.compile(r"(\d+)(?:-(\d+))?")


def chosen(every: Sequence[Case], only: str | None = None, limit: int | None = None) -> tuple[Case, ...]:
    """The cases of `only`: numbers of rows as people count them (3,5-9), names of outputs; of them the first `limit`.

    Raises `Refused` (E-BATCH.only) for what is neither.
    """
    found = tuple(every) if only is None else tuple(_among(every, only))
    return found[:limit]


def _among(every: Sequence[Case], only: str) -> Iterator[Case]:
    asked = [part.strip() for part in re.split("[,、]", only) if part.strip()]
    wanted = [{case.name for case in every if _is(case, part)} for part in asked]
    if idle := [part for part, names in zip(asked, wanted, strict=True) if not names]:
        raise Refused([problem("E-BATCH.only", what=part) for part in idle])
    names = set().union(*wanted)
    yield from (case for case in every if case.name in names)


def _is(case: Case, part: str) -> bool:
    if case.name == part:
        return True
    rows = _ROWS.fullmatch(part)
    if rows is None:
        return False
    first, last = int(rows[1]), int(rows[2] or rows[1])
    return any(first <= row <= last for row in case.rows)
