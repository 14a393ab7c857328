"""What the limits file says: how long, how many, how big, until when; each names the papers it is about."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from formgen.spec.rules import DatedRule, PeriodText, Words

Unit = Literal["hour", "files", "MB", "KB", "characters", "prints", "mm", "dpi", "years-old", "yen", "figures"]


class KnownLimit(DatedRule):
    """One limit: a length of time, a figure with its unit, several of them, or words where it is neither.

    `about` names the forms and procedures it is told with. `promised: false` marks how long something usually takes:
    nobody may count on it.
    """

    id: str
    title: Words
    about: tuple[str, ...]
    period: PeriodText | None = None
    number: int | None = None
    numbers: tuple[int, ...] = ()
    unit: Unit | None = None
    words: Words | None = None
    note: Words | None = None
    promised: bool = True

    @model_validator(mode="after")
    def _one_value(self) -> KnownLimit:
        if sum(x is not None and x != () for x in (self.period, self.number, self.numbers, self.words)) != 1:
            raise ValueError("a limit is one of: period, number, numbers, words")
        if (self.unit is None) == (self.number is not None or bool(self.numbers)):
            raise ValueError("a unit goes with number or numbers, and only with them")
        if not self.about:
            raise ValueError("about: which forms or procedures it is told with")
        return self
