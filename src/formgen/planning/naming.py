"""Whom a step is about, as the page of next steps says it: by name, or of many by their numbers on the list of fees."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.planning.model import Step
from formgen.profile.facts import Facts
from formgen.profile.model import Profile

#: As many are named one by one; more names would not stand in one row of the page.
NAMED = 3


def on_page(step: Step, profile: Profile, cases: Sequence[Facts]) -> str:
    """The Japanese step with those it is about; `cases` are the permissions in the order of the list."""
    numbers = [n for n, case in enumerate(cases, 1) if (None, case.permission) in step.of]
    if len(numbers) <= NAMED or len(numbers) < len(step.of):
        return step.with_names(profile)
    every = len(numbers) == len(cases)
    return f"【全件】{step.ja}" if every else f"【一覧の{_ranges(numbers)}】{step.ja}"


def _ranges(numbers: Sequence[int]) -> str:
    """1、2、3、5 as 1～3・5."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return "・".join(f"{one[0]}～{one[-1]}" if len(one) > 1 else f"{one[0]}" for one in found)
