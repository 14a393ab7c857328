"""Two profiles of one organisation, as it was and as it is: what has changed, and how each change is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from formgen.ground.problems import Problem, problem
from formgen.planning.decisions import both
from formgen.planning.roster import Pair, same_people
from formgen.profile.changes import FACT_OF
from formgen.profile.derived import DERIVED
from formgen.profile.domains import domains
from formgen.profile.facts import Facts
from formgen.profile.model import Change, ChangeItem, Profile
from formgen.spec.facts import FactCatalogue
from formgen.spec.packets import ChangeWay, PacketRules

# Whoever is in the roster, and in which standing, is told apart from their data; the rest goes with the address.
_APART = frozenset({"user.status", "user.photo", "organization.postal_code", "organization.prefecture"})


@dataclass(frozen=True)
class ChangedItem:
    """One item that has changed: from what to what, how that is told, and where it stands in the new profile.

    `user` is the place of the person in the new profile; None for what is the organisation's.
    """

    change: Change
    way: ChangeWay
    pointer: str
    user: int | None = None


@dataclass(frozen=True)
class Comparison:
    """What has changed between two profiles. `user` is whom a notice is of, None while that is open."""

    items: tuple[ChangedItem, ...]
    user: int | None
    as_of: date
    problems: tuple[Problem, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the notice tells, as `changes` of a profile: of one person, and of the organisation."""
        return tuple(i.change for i in self.on("sheet") if i.user in (None, self.user))

    def on(self, way: str) -> tuple[ChangedItem, ...]:
        """The items that are told on paper (`sheet`) or on the screen of the system (`screen`)."""
        return tuple(i for i in self.items if i.way.way == way)


@dataclass
class _Comparing:
    """The two profiles and what they were found to differ in so far."""

    old: Profile
    new: Profile
    day: date
    rules: PacketRules
    words: FactCatalogue
    changed_on: date | None
    items: list[ChangedItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, key: str, pointer: str, fact: str) -> None:
        """A finding about a fact, by its meaning."""
        self.problems.append(problem(key, pointer=pointer, **both(name=self.words.meaning(fact))))


def compare(
    old: Profile,
    new: Profile,
    rules: PacketRules,
    words: FactCatalogue,
    *,
    as_of: date,
    user: int | None = None,
    changed_on: date | None = None,
) -> Comparison:
    """What has changed from `old` to `new`. `user` is whom the notice is of, by its place in `new`.

    What no notice takes, what only one of the two states and who came or left is told as a finding; nothing is guessed.
    """
    here = _Comparing(old, new, as_of, rules, words, changed_on)
    _compare(here, Facts(old, as_of), Facts(new, as_of), "organization.")
    _ask_for_the_corporation(here)
    people = same_people(old, new)
    for pair in people.pairs:
        before, after = Facts(old, as_of, user=pair.old), Facts(new, as_of, user=pair.new)
        _compare(here, before, after, "user.", pair.new)
    here.problems += people.problems
    chosen = _whom(here, people.pairs, user)
    if changed_on is None and any(i.way.way == "sheet" for i in here.items):
        here.problems.append(problem("W-UNKNOWN.change-day", pointer="/changes"))
    return Comparison(tuple(here.items), chosen, as_of, tuple(here.problems))


def _compare(here: _Comparing, before: Facts, after: Facts, root: str, user: int | None = None) -> None:
    items = {fact: item for item, fact in FACT_OF.items() if fact and fact.startswith(root)}
    for name, domain in domains().items():
        if not name.startswith(root) or name in DERIVED or name in _APART or domain.kind == "group" or domain.many:
            continue
        was, now = before.get(name), after.get(name)
        if name == "organization.address":
            was, now = _with_codes(before, after, was, now)
        if was == now:
            continue
        item, pointer = items.get(name), after.pointer(name)
        if item is None and None not in (was, now):
            here.tell("W-CHANGE.elsewhere", pointer, name)
        elif item is not None and None in (was, now):
            here.tell("W-UNKNOWN.change-unstated", pointer, name)
        elif item is not None:
            _add(here, item, str(was), str(now), pointer, user)


def _with_codes(before: Facts, after: Facts, was: object, now: object) -> tuple[object, object]:
    """An address with its postal code, where that is another one now."""
    codes = before.get("organization.postal_code"), after.get("organization.postal_code")
    if None in (*codes, was, now) or codes[0] == codes[1]:
        return was, now
    return f"〒{codes[0]} {was}", f"〒{codes[1]} {now}"


def _add(here: _Comparing, item: ChangeItem, was: str, now: str, pointer: str, user: int | None) -> None:
    way = here.rules.change_way(item, here.day)
    if way is None:
        here.tell("W-CHANGE.elsewhere", pointer, FACT_OF[item] or "")
        return
    change = Change(item=item, before=was, after=now, changed_on=here.changed_on)
    here.items.append(ChangedItem(change, way, pointer, user))


def _ask_for_the_corporation(here: _Comparing) -> None:
    """A new name or seat of a corporation may be one of its trade name or head office, too."""
    named = {i.change.item for i in here.items}
    alike: tuple[tuple[ChangeItem, ChangeItem], ...] = (
        ("organization.name", "corporation.trade_name"),
        ("organization.address", "corporation.head_office_address"),
    )
    for item, other in alike:
        fact = FACT_OF[other] or ""
        facts = Facts(here.new, here.day)
        if item in named and here.new.organization.legal_form == "corporation" and facts.get(fact) is None:
            here.tell("W-UNKNOWN.change-alike", facts.pointer(fact), fact)


def _places(users: Iterable[int]) -> str:
    return ", ".join(f"users.{n}" for n in users)


def _whom(here: _Comparing, pairs: tuple[Pair, ...], wanted: int | None) -> int | None:
    """Whom the notice is of: as wanted, else the only one whose data has changed, else the only approved user."""
    stated = here.new.filing.user if wanted is None else wanted
    changed = sorted({i.user for i in here.items if i.way.way == "sheet" and i.user is not None})
    if stated is None and len(changed) > 1:
        here.problems.append(problem("E-REQUIRED.whose-changes", pointer="/filing/user", users=_places(changed)))
        return None
    if stated is not None and not any(pair.new == stated for pair in pairs):
        here.problems.append(problem("E-VALUE.no-such-user", pointer="/filing/user", count=len(here.new.users)))
        return None
    for other in changed if stated is not None else ():
        if other != stated:
            here.problems.append(problem("W-CHANGE.another-user", pointer=f"/users/{other}"))
    if stated is not None:
        return stated
    candidates = changed or [n for n, u in enumerate(here.new.users) if u.status == "approved"]
    return candidates[0] if len(candidates) == 1 else None
