"""Who may file what in the online system, who may prepare papers, and how certificate numbers are written there."""

from typing import Literal, Self

from pydantic import Field, model_validator

from formgen.profile.model import Capacity, PermissionKind, Procedure
from formgen.spec.items import Model, When
from formgen.spec.rules import DatedRule, Words


class MayFile(DatedRule):
    """Whether some applicants may file some applications online; `if` names the condition."""

    applicants: tuple[Capacity, ...] = Field(min_length=1)
    procedures: tuple[Procedure, ...] = Field(min_length=1)
    # Not yes and no: YAML takes those for true and false.
    may: Literal["may", "if", "may-not"]
    condition: Words | None = None

    @model_validator(mode="after")
    def _condition_said(self) -> Self:
        if (self.may == "if") != (self.condition is not None):
            raise ValueError("`if` goes with a condition, and nothing else does")
        return self


class FilingCondition(DatedRule):
    """What else holds for some applicants and some applications; for all where none are named.

    `excludes` are kinds of permission that cannot be applied for online because of it.
    """

    id: str
    excludes: tuple[PermissionKind, ...] = ()
    applicants: tuple[Capacity, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    text: Words


class PreparingRule(DatedRule):
    """Who may not prepare papers for others, and why."""

    when: When
    because: Words


class NumberPart(Model):
    """A sign of a certificate number and the digits it stands for."""

    sign: str = Field(min_length=1, max_length=1)
    digits: str = Field(pattern=r"^[0-9]+$")


class CertificateNumbers(DatedRule):
    """How 届出済証明書 numbers are converted: digits of the office, year, class, serial number."""

    id: Literal["notified"]
    offices: tuple[NumberPart, ...]
    classes: tuple[NumberPart, ...]
    century: str = Field(pattern=r"^[0-9]{2}$")
    serial_digits: int = Field(ge=1)
