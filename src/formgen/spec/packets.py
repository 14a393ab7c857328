"""What a packet file says of a lead form: papers in filing order, limits, deadlines, steps, envelope, addresses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from formgen.profile.model import ChangeItem, Route
from formgen.spec.items import Model, When
from formgen.spec.limits import KnownLimit
from formgen.spec.rules import ROUTES, DatedRule, OfficeRule, PacketLine, PeriodText, Words, in_force

StepKind = Literal[
    "unfinished", "wording", "print", "upload", "check", "buy", "stick", "pay", "postage", "mask", "enclose",
    "consider", "show", "carry", "write", "send", "bring", "by", "begin", "notice", "valid", "also", "keep",
]  # fmt: skip
Each = Literal[
    "filing", "unfinished", "draft-wording", "purchase", "fee", "masking", "paper", "shown", "marking", "deadline"
]
DayKind = Literal["limit", "opens", "start", "notice", "validity"]


@dataclass(frozen=True)
class Repeats:
    """What the words of a step may name when it stands once for each of something, and the sorts of that thing."""

    always: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    sorts: frozenset[str] = frozenset()


EVERYWHERE = Repeats(
    frozenset({"place"}),
    frozenset({"hours", "postage", "letter_pack_plus", "letter_pack_light", "upload_files", "upload_megabytes"}),
)
REPEATS: Mapping[Each, Repeats] = {
    "filing": Repeats(),
    "unfinished": Repeats(frozenset({"problem"})),
    "draft-wording": Repeats(frozenset({"title"})),
    "purchase": Repeats(frozenset({"amount", "count", "stamps"})),
    "fee": Repeats(
        maybe=frozenset({"amount", "stamps", "left_out"}), sorts=frozenset({"revenue-stamp", "convenience-or-bank"})
    ),
    "masking": Repeats(frozenset({"masking"})),
    "paper": Repeats(frozenset({"title", "why"}), sorts=frozenset({"by-hand", "doubtful"})),
    "shown": Repeats(frozenset({"title", "why"}), frozenset({"bound"})),
    "marking": Repeats(frozenset({"marking"}), frozenset({"doubt"})),
    "deadline": Repeats(frozenset({"because"}), frozenset({"day", "past_day"}), frozenset(get_args(DayKind))),
}
#: What the words for the place of the office may name.
IN_A_PLACE = frozenset({"office", "address", "postal_code"})


class Deadline(DatedRule):
    """By when something must be done: `within` a period `after` a day of the profile (that day is not counted).

    `before`: by the earliest of these days, or `within` that long before it. `kind`: only `limit` binds; `opens` is the
    first day on which it may be done, `start` a good day to begin, `notice` that of a mail that tells of it, `validity`
    how long something is good for. A day that is not stated is asked for where there is a `question`.
    """

    routes: tuple[Route, ...] = ROUTES
    when: When | None = None
    what: Words
    within: PeriodText | None = None
    after: str | None = None
    before: tuple[str, ...] = ()
    kind: DayKind = "limit"
    because: Words
    question: Words | None = None

    @property
    def first_day(self) -> bool:
        """Whether it is not the last day on which something may be done, but the first."""
        return self.kind == "opens"

    @property
    def days(self) -> tuple[str, ...]:
        """The facts it is counted from."""
        return (self.after,) if self.after else self.before

    @model_validator(mode="after")
    def _counted_one_way(self) -> Self:
        if self.after and (self.before or self.within is None):
            raise ValueError("after needs within: how long, from which day; and goes without before")
        if self.within and not self.days:
            raise ValueError("within needs the day it is counted from (after or before)")
        if self.first_day and not self.days:
            raise ValueError("kind: opens needs the day it is counted from (after or before)")
        return self


class Marking(DatedRule):
    """What is written on the front of the envelope (表書き). `because` says whence it is, where that is not sure."""

    routes: tuple[Route, ...] = ("mail",)
    text: str = Field(min_length=1)
    because: Words | None = None


class AddressUse(DatedRule):
    """The papers go to a special address, on some routes and in some cases."""

    use: str
    routes: tuple[Route, ...] = ROUTES
    when: When | None = None


class FormFee(DatedRule):
    """What the filing itself costs, in yen."""

    amount: int
    because: Words


class ChecklistMarks(DatedRule):
    """How the check sheet marks a paper for a route; facts in `by` decide a mark, all others leave it conditional.

    A sheet without columns for routes has no marks. Where a paper is none of this filer's, `not_concerned` stands in
    the place of the box to tick, or `remark` in the remarks; `no_form` for the form (様式) of a paper that has none.
    """

    needed: str = ""
    conditional: str = ""
    not_needed: str = ""
    not_concerned: str | None = None
    remark: str = ""
    no_form: str = ""
    by: tuple[str, ...]


class ChangeWay(DatedRule):
    """How a change of some items is told: on the form itself (`sheet`), or only on the screen of the system."""

    items: tuple[ChangeItem, ...]
    way: Literal["sheet", "screen"]
    because: Words


class StepRule(DatedRule):
    """One thing to do by hand, in words with {placeholders}: the first of its texts whose placeholders are known.

    REPEATS says which they are.

    `when` narrows it to cases, `of` to one sort of what its stage goes through (a way of paying, papers put in by
    hand), `document` to filings with that document, `sheet` to those for which that sheet is made. `instead`, in a
    packet, takes the place of the steps of its kind that stand for every form.
    """

    kind: StepKind
    routes: tuple[Route, ...] = ROUTES
    when: When | None = None
    of: str | None = None
    document: str | None = None
    sheet: str | None = None
    instead: bool = False
    text: Words | tuple[Words, ...]

    @property
    def texts(self) -> tuple[Words, ...]:
        """Its wordings, the best first."""
        return (self.text,) if isinstance(self.text, Words) else self.text


class Stage(Model):
    """A place in the order of steps: the kinds of step that stand there with their labels, and once per what.

    `duty`: what stands there is no handling of papers but something to know, and is told with the plan, too.
    """

    each: Each = "filing"
    duty: bool = False
    kinds: Mapping[StepKind, str]


@dataclass(frozen=True)
class PacketRules:
    """Everything around a lead form. Iterating gives its papers, in filing order; without papers it is false."""

    lines: tuple[PacketLine, ...] = ()
    limits: tuple[KnownLimit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    steps: tuple[StepRule, ...] = ()
    envelope: tuple[Marking, ...] = ()
    addresses: tuple[AddressUse, ...] = ()
    offices: tuple[OfficeRule, ...] = ()
    fees: tuple[FormFee, ...] = ()
    checklist: tuple[ChecklistMarks, ...] = ()
    changes: tuple[ChangeWay, ...] = ()

    def __iter__(self) -> Iterator[PacketLine]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def change_way(self, item: ChangeItem, day: date) -> ChangeWay | None:
        """How the change of an item is told on a day; None when no rule says it."""
        return next((x for x in in_force(self.changes, day) if item in x.items), None)


@dataclass(frozen=True)
class Procedure:
    """A procedure that no form of ours leads: what it is called, and what is handed in with it."""

    id: str
    title: Words
    packet: PacketRules


@lru_cache(maxsize=1024)
def placeholders(text: str) -> frozenset[str] | None:
    """The names in braces of a text; None when its braces are not all plain names."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    names = [(name, spec, how) for _, name, spec, how in parts if name is not None]
    # Only plain names: {x.y}, {0} or {x!r} would reach into what is filled in.
    if any(spec or how or not re.fullmatch(r"[a-z_]+", name) for name, spec, how in names):
        return None
    return frozenset(name for name, _, _ in names)
