"""Numbers of 届出済証明書 (lawyers, gyosei-shoshi) in the twelve digits of the online system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from formgen.ground.problems import Refused, problem
from formgen.spec.rules import in_force
from formgen.spec.who import CertificateNumbers, NumberPart

# As real certificates are printed: brackets and dashes of many kinds, digits of both widths (made narrow before).
_PRINTED = re.compile(r"[(\[〔【]?([^\W\d_])[)\]〕】]?([^\W\d_])([0-9]{2})[-‐‑‒–—―−ー]*第?([0-9]+)号?\Z")
_TWELVE = re.compile(r"[0-9]{12}\Z")


def convert_certificate_number(text: str, rules: Iterable[CertificateNumbers], day: date) -> str:
    """The twelve digits for a printed number such as (東)弁10第50号; twelve digits stay as they are.

    Raises `Refused` (E-VALUE.certificate-*): not such a number, unknown office or class, a year to come, too long.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if _TWELVE.match(plain):
        return plain
    rule, found = next(iter(in_force(rules, day)), None), _PRINTED.match(plain)
    if rule is None or found is None:
        raise Refused([problem("E-VALUE.certificate-number")])
    office, kind, year, serial = found.groups()
    faults = []
    if (place := _digits(rule.offices, office)) is None:
        faults.append(problem("E-VALUE.certificate-office", known=_signs(rule.offices)))
    if (sort := _digits(rule.classes, kind)) is None:
        faults.append(problem("E-VALUE.certificate-class", known=_signs(rule.classes)))
    # The year is western: a number of an era year (令和, 平成) would come out as another one.
    if int(rule.century + year) > day.year:
        faults.append(problem("E-VALUE.certificate-year"))
    if len(serial) > rule.serial_digits:
        faults.append(problem("E-VALUE.certificate-serial", digits=rule.serial_digits))
    if faults:
        raise Refused(faults)
    return f"{place}{rule.century}{year}{sort}{serial.zfill(rule.serial_digits)}"


def _digits(parts: Iterable[NumberPart], sign: str) -> str | None:
    return next((part.digits for part in parts if part.sign == sign), None)


def _signs(parts: Iterable[NumberPart]) -> str:
    return "・".join(part.sign for part in parts)
