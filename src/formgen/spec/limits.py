"""What rules say of limits: how long, how many, how big; and which of them the files of a filing are held against."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from formgen.profile.model import Route
from formgen.spec.rules import ROUTES, DatedRule, PeriodText, Words, in_force

Unit = Literal["hour", "files", "MB", "KB", "characters", "prints", "mm", "dpi", "years-old", "yen", "figures"]
FileType = Literal["pdf", "jpeg", "png", "tiff"]
Check = Literal[
    "files", "total", "password", "printing", "copying", "resolution", "page", "type", "size", "ratio"
]  # fmt: skip
EVERY_FORM = "every-form"

#: What a limit says that files are held against: the key that holds it, and its unit.
_HOLDS: Mapping[Check, tuple[str, Unit | None]] = {
    "files": ("number", "files"),
    "total": ("number", "MB"),
    "password": ("allowed", None),
    "printing": ("allowed", None),
    "copying": ("allowed", None),
    "resolution": ("number", "dpi"),
    "page": ("numbers", "mm"),
    "type": ("types", None),
    "size": ("number", "KB"),
    "ratio": ("numbers", None),
}
_VALUES = ("period", "number", "numbers", "types", "allowed", "words")


class KnownLimit(DatedRule):
    """One limit: a length of time, a figure with its unit, several of them, types of files, a ban, or words.

    `about` names the forms and procedures it is told with, or is `every-form`; a limit in a packet is about that.
    `promised: false` marks how long something usually takes: nobody may count on it. `checks` says what the files of a
    filing are held against it: how many (`files`), how heavy together (`total`), whether they may have a password or
    forbid `printing` or `copying`, the `resolution` of scans, the `page` they are set on; and of one `document` its
    `type`, `size` and `ratio` (height to width). `advised`: less is a warning.
    """

    id: str
    title: Words
    about: tuple[str, ...] | Literal["every-form"] = ()
    routes: tuple[Route, ...] = ROUTES
    document: str | None = None
    checks: Check | None = None
    advised: bool = False
    period: PeriodText | None = None
    number: int | None = None
    numbers: tuple[int, ...] = ()
    types: tuple[FileType, ...] = ()
    allowed: bool | None = None
    unit: Unit | None = None
    words: Words | None = None
    note: Words | None = None
    promised: bool = True

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        if sum(getattr(self, name) not in (None, ()) for name in _VALUES) != 1:
            raise ValueError(f"a limit is one of: {', '.join(_VALUES)}")
        counted = self.number is not None or bool(self.numbers)
        # A ratio has none.
        if (self.unit is not None) != (counted and self.checks != "ratio"):
            raise ValueError("a unit goes with number or numbers, and only with them")
        return self

    @model_validator(mode="after")
    def _can_be_checked(self) -> Self:
        if self.checks is None:
            return self
        key, unit = _HOLDS[self.checks]
        if getattr(self, key) in (None, ()) or self.unit != unit:
            raise ValueError(f"checks: {self.checks} needs {key}" + (f" in {unit}" if unit else ""))
        if key == "numbers" and len(self.numbers) != 2:
            raise ValueError(f"checks: {self.checks} needs two numbers")
        if self.checks in ("type", "size", "ratio") and self.document is None:
            raise ValueError(f"checks: {self.checks} needs the document")
        return self

    def is_about(self, paper: str) -> bool:
        """Whether it is told with a form or procedure."""
        return self.about == EVERY_FORM or paper in self.about


class FileLimits(tuple[KnownLimit, ...]):
    """The limits that the files of one filing are held against."""

    __slots__ = ()

    def of(self, check: Check, document: str | None = None) -> KnownLimit | None:
        """The limit for something, of one document where it is about one."""
        return next((found for found in self if found.checks == check and found.document in (None, document)), None)


def file_limits(
    own: Iterable[KnownLimit], shared: Iterable[KnownLimit], form: str, route: Route, day: date
) -> FileLimits:
    """What the files of a lead form are held against on a route and day: its `own` limits, and those of several forms.

    What is said of one document holds wherever that is attached.
    """
    return FileLimits(_holding(own, shared, form, route, day))


def _holding(
    own: Iterable[KnownLimit], shared: Iterable[KnownLimit], form: str, route: Route, day: date
) -> Iterator[KnownLimit]:
    ours = (*own, *(limit for limit in shared if limit.document or limit.is_about(form)))
    return (limit for limit in in_force(ours, day) if limit.checks and route in limit.routes)
