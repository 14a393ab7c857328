"""Whom a step is about, as the page of next steps says it: by name, or of many by their numbers on the list of fees."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.planning.findings import Step
from formgen.profile.facts import Facts
from formgen.profile.model import Profile

#: As many are named one by one; more names would not stand in one row of the page.
NAMED = 3
#: As many characters of numbers as stand in one row of the page beside the words of a step.
ROOM = 60


def on_page(step: Step, profile: Profile, cases: Sequence[Facts]) -> str:
    """The Japanese step with those it is about; `cases` are the permissions in the order of the list."""
    # Most are about one: the list of all need not be gone through.
    if len(step.of) <= NAMED:
        return step.with_names(profile)
    numbers = [n for n, case in enumerate(cases, 1) if (None, case.permission) in step.of]
    if len(numbers) <= NAMED or len(numbers) < len(step.of):
        return step.with_names(profile)
    if len(numbers) == len(cases):
        return f"【全件】{step.ja}"
    listed = _ranges(numbers)
    # Of very many the row has no room for the numbers either; the list itself tells kind and amount of each.
    return f"【一覧の{listed}】{step.ja}" if len(listed) <= ROOM else f"【一覧のうち{len(numbers)}件】{step.ja}"


def _ranges(numbers: Sequence[int]) -> str:
    """1、2、3、5 as 1～3・5."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return "・".join(f"{one[0]}～{one[-1]}" if len(one) > 1 else f"{one[0]}" for one in found)
