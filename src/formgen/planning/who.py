"""Who may file which application online on a day, with the conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

from formgen.ground.problems import Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.rules import Rules
from formgen.profile.model import Capacity, Procedure
from formgen.spec.rules import Words, in_force
from formgen.spec.who import FilingCondition, MayFile


@dataclass(frozen=True)
class Who:
    """The matrix of a day: a rule for each applicant and application in force, and what else holds for them."""

    as_of: date
    applicants: tuple[str, ...]
    procedures: tuple[str, ...]
    rules: tuple[MayFile, ...]
    conditions: tuple[FilingCondition, ...]
    words: dict[str, Words]

    def rule(self, applicant: str, procedure: str) -> MayFile | None:
        """What holds for one applicant and one application; None on a day without a rule."""
        return next((r for r in self.rules if applicant in r.applicants and procedure in r.procedures), None)

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """The matrix and the conditions as plain data."""
        return {
            "as_of": self.as_of.isoformat(),
            "matrix": [
                self._cell(rule, applicant, procedure, lang)
                for applicant in self.applicants
                for procedure in self.procedures
                if (rule := self.rule(applicant, procedure))
            ],
            "conditions": [
                {
                    "id": c.id,
                    "applicants": list(c.applicants or self.applicants),
                    "procedures": [p for p in self.procedures if not c.procedures or p in c.procedures],
                    "text": c.text.text(lang),
                    "status": c.status,
                    "source": ", ".join(c.sources),
                }
                for c in self.conditions
            ],
        }

    def _cell(self, rule: MayFile, applicant: str, procedure: str, lang: str) -> dict[str, object]:
        return {
            "applicant": applicant,
            "procedure": procedure,
            "may": rule.may,
            "condition": rule.condition.text(lang) if rule.condition else None,
            "status": rule.status,
            "source": ", ".join(rule.sources),
        }


def who_may_file(rules: Rules, day: date, procedure: str | None = None) -> Who:
    """The matrix of a day, whole or for one application. Raises `Refused` (E-VALUE.procedure) for an unknown one."""
    known = get_args(Procedure)
    if closed := [c for c in in_force(rules.conditions, day) if procedure in c.excludes]:
        why = closed[0].text
        raise Refused([problem("E-VALUE.procedure-not-online", why=why.ja, why_en=why.en)])
    if procedure is not None and procedure not in known:
        ja, en = did_you_mean(procedure, known)
        raise Refused([problem("E-VALUE.procedure", suggestion=ja, suggestion_en=en)])
    shown = (procedure,) if procedure else known
    facts = rules.facts.facts
    words = {**facts["user.capacity"].values, **facts["application.kind"].values}
    found = in_force(rules.conditions, day)
    conditions = tuple(c for c in found if not c.procedures or set(c.procedures) & set(shown))
    return Who(day, get_args(Capacity), shown, in_force(rules.may_file, day), conditions, words)
