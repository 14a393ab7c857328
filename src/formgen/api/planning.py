"""What is needed, and what is still wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.filing.begin import begin
from formgen.filing.fitting import Adapted, FittedBlank, fitted
from formgen.ground.problems import Language, Problem
from formgen.library import OwnForms, open_library
from formgen.planning import Plan
from formgen.planning.findings import Step
from formgen.profile.model import Profile, Route
from formgen.profile.people import name_of, place_of

if TYPE_CHECKING:
    # A plan reads no files: what takes them in is loaded with them.
    from formgen.filing.attached import Attached
    from formgen.filing.suggesting import Suggestions


@dataclass(frozen=True, slots=True)
class Checked:
    """Every finding about a profile, the type sizes that were needed, what was adapted to its form, and its files."""

    problems: tuple[Problem, ...]
    sizes: tuple[FittedBlank, ...]
    notes: tuple[Adapted, ...]
    plan: Plan
    attachments: tuple[Attached, ...] = ()

    @property
    def as_of(self) -> date:
        """The day whose rules were used."""
        return self.plan.as_of


def plan(
    profile: Any,
    *,
    form: str | None = None,
    route: Route | None = None,
    as_of: date | str | None = None,
    forms: OwnForms = None,
) -> Plan:
    """Which sheets, documents, office, deadlines and fee, each with reason and source. Raises `Refused`.

    A document that is not there yet is an answer, not a problem: `supplied` is False.
    """
    return begin(profile, form=form, route=route, as_of=as_of, library=open_library(forms)).plan


def check(
    profile: Any,
    *,
    form: str | None = None,
    route: Route | None = None,
    as_of: date | str | None = None,
    forms: OwnForms = None,
) -> Checked:
    """Every finding at once: data, rules, missing documents, attachments, fit of every blank, missing glyphs.

    Raises `Refused` when it cannot be told what is to be checked: no form, no route, a profile that cannot be read.
    """
    filing = begin(profile, form=form, route=route, as_of=as_of, library=open_library(forms))
    return Checked(filing.problems, *fitted(filing.sheets), filing.plan, filing.attached)


def suggest_attachments(
    profile: Any,
    folder: str | Path,
    *,
    form: str | None = None,
    route: Route | None = None,
    as_of: date | str | None = None,
    forms: OwnForms = None,
) -> Suggestions:
    """Which file of a folder may be which document that the profile does not supply yet, with the words that say so.

    Nothing is decided and nothing written. Raises `Refused` as `check` does, `OSError` for a folder it cannot read.
    """
    from formgen.filing.suggesting import suggest

    return suggest(begin(profile, form=form, route=route, as_of=as_of, library=open_library(forms)), Path(folder))


def spoken_of(
    profile: Profile,
    user: int | None,
    permission: int | None,
    lang: Language = "ja",
    *,
    institution: int | None = None,
    named: bool = False,
) -> str:
    """A person, permission or institution as told to people: by place and role, or (`named`) by name; else empty."""
    ja, en = place_of(profile, user, permission, institution)
    name = name_of(profile, user, permission, institution) if named else None
    return name or (en if lang == "en" else ja)


def step_label(step: Step, lang: Language = "ja") -> str:
    """The word before a step of what is left to do."""
    # The kind is an English verb already.
    return step.label if lang == "ja" else step.kind
