"""What the fee file says: amounts, tiers of granted periods, ways of paying, sentences. Decides nothing."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from formgen.ground.dates import Period
from formgen.profile.model import PermissionKind, Together
from formgen.spec.items import Model, When
from formgen.spec.rules import DatedRule, PeriodText, Words

ApplicationRoute = Literal["counter", "online"]


class Tier(Model):
    """A range of granted periods, in calendar lengths."""

    id: str
    title: Words
    over: PeriodText | None = None
    at_least: PeriodText | None = None
    under: PeriodText | None = None
    up_to: PeriodText | None = None

    def holds(self, granted: Period) -> bool:
        """Whether a period lies in the range for certain."""
        # A comparison that only days could tell (None) is in no list: a doubtful period is in no tier.
        sides = ((self.over, (1,)), (self.at_least, (0, 1)), (self.under, (-1,)), (self.up_to, (-1, 0)))
        return all(text is None or granted.compare(Period.parse(text)) in allowed for text, allowed in sides)


class FeeRule(DatedRule):
    """The fee of some kinds of permission in yen: one amount, or one for each tier; `when` narrows the cases."""

    kinds: tuple[PermissionKind, ...]
    route: ApplicationRoute | Literal["any"]
    when: When | None = None
    amount: int | None = None
    amounts: dict[str, int] = {}
    reduced: bool = False
    because: Words | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.amount is None) != bool(self.amounts):
            raise ValueError("a fee has either an amount or amounts by tier")
        return self


class Settlement(FeeRule):
    """What is charged on top for settling an online fee (決済手数料), in yen."""


class Surcharge(FeeRule):
    """What is paid on top because of something filed together with it, in yen; a part of the whole amount."""

    together: Together
    title: Words
    because: Words


class FeeElsewhere(DatedRule):
    """A fee in yen that none of our papers carries, and why."""

    id: str
    title: Words
    route: ApplicationRoute | Literal["any"]
    amount: int
    because: Words


class Payment(DatedRule):
    """How a fee is paid: by revenue stamps (収入印紙), or in a convenience store or bank."""

    route: ApplicationRoute
    way: Literal["revenue-stamp", "convenience-or-bank"]
    because: Words


class Stamps(DatedRule):
    """The denominations of revenue stamps (収入印紙) that are sold, in yen."""

    denominations: tuple[int, ...] = Field(min_length=1)


FeeWordsId = Literal["by-day", "by-day-and-period", "settlement", "unknown", "not-online"]
#: Every sentence about fees, with what it may name.
FEE_WORDS: Mapping[FeeWordsId, frozenset[str]] = {
    "by-day": frozenset(),
    "by-day-and-period": frozenset({"tier"}),
    "settlement": frozenset({"amount"}),
    "unknown": frozenset(),
    "not-online": frozenset(),
}


class FeeWords(DatedRule):
    """A sentence about a fee, by its id."""

    id: FeeWordsId
    text: Words
