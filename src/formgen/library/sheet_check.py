"""A sheet that is being checked, and how its faults are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from formgen.files.located import Located
from formgen.ground.problems import Problem
from formgen.library.faults import Todo, fault, unknown
from formgen.library.rules import Rules
from formgen.profile.domains import Domain
from formgen.spec.form import Form


@dataclass(frozen=True)
class SheetCheck:
    """A sheet that is being checked; `origin` finds where something was written."""

    form: Form
    path: Path
    located: Located
    rules: Rules
    origin: Callable[[str], str]

    @cached_property
    def names(self) -> frozenset[str]:
        """The facts it may ask for, those of the user's own too."""
        return self.rules.facts.asked_for()

    def domain_of(self, name: str) -> Domain | None:
        """What a fact can be."""
        return self.rules.facts.domain_of(name)

    def fault(self, place: str, ja: str, en: str, todo: Todo | None = None) -> Problem:
        """A fault at a place of the expanded sheet; `todo`: what to do about it."""
        return fault(self.located, self.origin(place), ja, en, todo)

    def unknown(self, place: str, what: tuple[str, str], word: str, known: Any) -> Problem:
        """A name nobody knows, at a place of the expanded sheet."""
        return unknown(self.located, self.origin(place), what, word, known)
