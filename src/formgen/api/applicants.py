"""Who may file what online, and the numbers of certificates there."""

from __future__ import annotations

from datetime import date

from formgen.ground.dates import parse_day
from formgen.library import OwnForms, open_library
from formgen.planning.certificates import convert_certificate_number
from formgen.planning.who import Who, who_may_file

__all__ = ["Who", "certificate_number", "who"]


def who(procedure: str | None = None, *, as_of: date | str | None = None, forms: OwnForms = None) -> Who:
    """Who may file which application online, with the conditions, on a day (today when not given).

    Raises `Refused` (E-VALUE.procedure), `ValueError` for a text that is no day, `Broken`.
    """
    return who_may_file(open_library(forms).rules, _day(as_of), procedure)


def certificate_number(text: str, *, as_of: date | str | None = None, forms: OwnForms = None) -> str:
    """The twelve digits of a 届出済証明書 number of a lawyer or gyosei-shoshi: `(東)弁10第50号` is 132010700050.

    A number of twelve digits stays as it is. Raises `Refused` (E-VALUE.certificate-*), `ValueError` for a text that
    is no day, `Broken`. Filing agents' certificates of staff have no such digits: theirs are refused.
    """
    return convert_certificate_number(text, open_library(forms).rules.certificate_numbers, _day(as_of))


def _day(day: date | str | None) -> date:
    return parse_day(day) if isinstance(day, str) else day or date.today()
