"""What packet lines and rule files say, as frozen models: dated, sourced, in both languages. Decides nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from formgen.ground.dates import Period, lasts_on
from formgen.profile.model import Route
from formgen.spec.base import source_ids
from formgen.spec.items import Model, Sources, Status, When

# Counter, mail, online: the order in which the check sheet and every list name them.
ROUTES: tuple[Route, ...] = ("counter", "mail", "online")
Per = Literal["person", "permission", "institution", "filing"]
Need = Literal["required", "show", "optional", "not-needed", "not-possible"]


def _period(text: str) -> str:
    try:
        Period.parse(text)
    except ValueError:
        raise ValueError("a period is written like P3M or P14D") from None
    return text


PeriodText = Annotated[str, AfterValidator(_period)]


# By another name, as a source has a key `date` of its own.
_MaybeDay = date | None


class Words(Model):
    """One text in both languages."""

    ja: str
    en: str

    def text(self, lang: str) -> str:
        """The text in a language."""
        return self.en if lang == "en" else self.ja


SILENT = Words(ja="", en="")
"""No words at all, where a text may be missing."""


class TitleWhen(Model):
    """The title of a form, and its number, in the cases for which others are printed on it."""

    when: When
    title: str
    title_en: str
    number: str | None = None


class DatedRule(Model):
    """A rule holds from a day (null: from before the records) until a day (null: still), because of a source."""

    since: date | None = Field(default=None, alias="from")
    until: date | None = None
    status: Status
    source: Sources

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of its sources."""
        return source_ids(self.source)

    @property
    def dated(self) -> bool:
        """Whether the day makes a difference."""
        return self.since is not None or self.until is not None

    def in_force(self, day: date) -> bool:
        """Whether the rule holds on a day."""
        return lasts_on(day, self.since, self.until)

    def meets(self, other: "DatedRule") -> bool:
        """Whether there is a day on which both hold."""
        late = max(self.since or date.min, other.since or date.min)
        return late <= min(self.until or date.max, other.until or date.max)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError("until lies before from")
        return self


RuleT = TypeVar("RuleT", bound=DatedRule)


def in_force(rules: Iterable[RuleT], day: date) -> tuple[RuleT, ...]:
    """Those that hold on a day."""
    return tuple(r for r in rules if r.in_force(day))


class ChecklistRow(Model):
    """A row of a check sheet (必要書類チェックシート, 確認表). `form`: in which form (様式) the paper is made.

    `joins` names another paper whose row this one shares: "経歴書及び在職証明書".
    """

    title: str = ""
    form: str = ""
    note: str = ""
    joins: str | None = Field(default=None, alias="with")

    @model_validator(mode="after")
    def _own_or_shared(self) -> Self:
        if bool(self.title) == bool(self.joins):
            raise ValueError("a row has a title of its own, or is that of another paper (with)")
        return self


class PacketLine(DatedRule):
    """A paper that goes with a lead form: a sheet to fill or a document to supply, for some routes and cases.

    Lines stand in filing order. `need: not-possible` closes the route for the whole filing. `copies` is a
    number or a fact that holds one. `wrapper` marks what holds the papers and is none of them (cover letter,
    envelope label). `cut_from` names the sheet that a document is cut from: when it is made, nothing is missing.
    `checklist` is the row of the paper on the check sheet.

    `clients` narrows the client institutions the paper is about to those for which it holds; when it holds for none,
    the line does not either. A paper `per: institution` is made once for each of them.
    """

    sheet: str | None = None
    document: str | None = None
    routes: tuple[Route, ...] = ROUTES
    when: When | None = None
    clients: When | None = None
    need: Need = "required"
    handed: Literal["original", "copy", "scan", "original-shown"] = Field(default="original", alias="as")
    copies: int | str = 1
    group: str | None = None
    per: Per | None = None
    max_age: PeriodText | None = None
    by: Literal["filing", "acceptance"] = "filing"
    because: Words
    question: Words | None = None
    checklist: ChecklistRow | None = None
    wrapper: bool = False
    cut_from: str | None = None

    @property
    def paper(self) -> str:
        """The id of the sheet or document."""
        return self.sheet or self.document or ""

    @property
    def filed(self) -> bool:
        """Whether it is handed in: neither what holds the papers, nor what is only shown or stays with its owner."""
        return not self.wrapper and self.need in ("required", "optional")

    @property
    def every_route(self) -> bool:
        """Whether it holds whatever the route."""
        return set(self.routes) == set(ROUTES)

    @model_validator(mode="after")
    def _one_paper(self) -> Self:
        if (self.sheet is None) == (self.document is None):
            raise ValueError("a line names either a sheet or a document")
        if not self.routes:
            raise ValueError("a line needs a route")
        return self


class Source(Model):
    """A text that a rule rests on; `checked` is the day it was last read, None where nobody said."""

    id: str
    issuer: str
    title: str
    date: str | None = None
    address: str | None = None
    official: bool
    checked: _MaybeDay = None


OfficeKind = Literal["bureau", "branch", "sub-office", "detention-center"]


class Office(DatedRule):
    """A bureau, branch or sub-office (官署). Only a confirmed address may be printed.

    `status` and `source` are those of address and telephone; `name_source` says by what the name is sure. `seat` is
    the municipality where that is known and the name does not tell it. What it serves are `prefectures`, each by its
    name alone or with a part or an exception behind it, or an `area` that is none (an airport).
    """

    name: str
    kind: OfficeKind
    name_source: str | None = None
    parent: str | None = None
    seat: str | None = None
    postal_code: str | None = None
    address: str | None = None
    phone: str | None = None
    prefectures: tuple[str, ...] = ()
    area: str | None = None
    accepts_usage_request: bool


class OfficeRule(DatedRule):
    """Which office takes the papers: the one that serves the prefecture in `by`; null: only the filer can say.

    `moved_from` names the fact of an address as it was: then the prefecture decides only where one office serves both.
    `kinds` are those among which the prefecture decides. A packet that does not say why leaves it to the rule for all.
    """

    by: str | None = "organization.prefecture"
    moved_from: str | None = None
    kinds: tuple[OfficeKind, ...] = ("bureau", "branch")
    accepts_usage_request: bool = False
    when: When | None = None
    because: Words | None = None


class SpecialAddress(DatedRule):
    """Where papers for an office (null: for every office) go instead of its own address; packets name it by id."""

    id: str
    office: str | None = None
    name: str
    section: str
    postal_code: str
    address: str


class Postage(DatedRule):
    """What it costs to send an envelope: a standard letter with simple registration (簡易書留), or a Letter Pack.

    `up_to_grams` is the heaviest letter of the rate; None for a Letter Pack, whose price knows no weight.
    """

    id: Literal["registered-letter", "letter-pack-plus", "letter-pack-light"]
    value: int
    unit: Literal["JPY"]
    up_to_grams: int | None = None
    title: Words


class DocumentKind(Model):
    """What a document is, and what counts as one.

    `known_by`: words in the name of a file or on its first page that make it likely to be one; never shown as a rule.
    """

    id: str
    title: str
    title_en: str
    what: Words
    counts: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    masking: Words | None = None
    source: Sources
    form: Literal["copy", "original", "scan"] = "copy"


class Hours(DatedRule):
    """When the counters for these papers are open (受付時間)."""

    hours: Words
