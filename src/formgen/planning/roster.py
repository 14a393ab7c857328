"""Who is the same person in two rosters, who has come and who has left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formgen.ground.problems import Problem, problem
from formgen.profile.model import Profile, User


@dataclass(frozen=True)
class Pair:
    """One person, by the place in the old and in the new roster."""

    old: int
    new: int


@dataclass(frozen=True)
class People:
    """The persons of both rosters, and findings about those of one alone."""

    pairs: tuple[Pair, ...]
    problems: tuple[Problem, ...]


def same_people(old: Profile, new: Profile) -> People:
    """Persons with the same ID, else the same name, else the last of each with the same day of birth."""
    left, come = dict(enumerate(old.users)), dict(enumerate(new.users))
    pairs = [*_equal(left, come, "user_id"), *_equal(left, come, "name")]
    problems: list[Problem] = []
    if len(left) == len(come) == 1:
        (before,), (after,) = left, come
        match _alike(left[before], come[after]):
            case True:
                pairs.append(Pair(before, after))
                left, come = {}, {}
            case None:
                # Said instead of guessed: a name that has changed, or two people.
                problems.append(problem("W-UNKNOWN.change-whose", pointer=f"/users/{after}"))
                left, come = {}, {}
    problems += _leaving(old, new, pairs, left)
    problems += (problem("W-CHANGE.joined", pointer=f"/users/{n}") for n in come)
    return People(tuple(sorted(pairs, key=lambda p: p.new)), tuple(problems))


def _equal(left: dict[int, User], come: dict[int, User], key: str) -> Iterator[Pair]:
    """Pairs with one value of a key, which is stated and of nobody else; they are taken out of both."""
    for before, user in list(left.items()):
        value = getattr(user, key)
        same = [n for n, u in come.items() if value and getattr(u, key) == value]
        twice = sum(getattr(u, key) == value for u in left.values()) > 1
        if len(same) == 1 and not twice and _alike(user, come[same[0]]) is not False:
            del left[before], come[same[0]]
            yield Pair(before, same[0])


def _alike(one: User, other: User) -> bool | None:
    """Whether two entries are one person, by what tells persons apart; None when neither says it."""
    if one.user_id and other.user_id:
        return one.user_id == other.user_id
    if one.birth_date and other.birth_date:
        return one.birth_date == other.birth_date
    return None


def _leaving(old: Profile, new: Profile, pairs: list[Pair], gone: dict[int, User]) -> Iterator[Problem]:
    """Approved users who have left, or who are in the new roster no longer."""
    for pair in pairs:
        if old.users[pair.old].status == "approved" and new.users[pair.new].status == "left":
            yield problem("W-CHANGE.left", pointer=f"/users/{pair.new}/status")
    for user in gone.values():
        if user.status == "approved":
            yield problem("W-CHANGE.gone", pointer="/users")
