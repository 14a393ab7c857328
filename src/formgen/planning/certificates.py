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
    """The twelve digits for a printed number such as (東)弁10第50号; twelve that can be such a number stay as they are.

    Raises `Refused` (E-VALUE.certificate-*): not such a number, unknown office or class, a year to come, too long.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    rule, found = next(iter(in_force(rules, day)), None), _PRINTED.match(plain)
    if rule and _TWELVE.match(plain):
        return _checked(plain, rule, day)
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


def _checked(number: str, rule: CertificateNumbers, day: date) -> str:
    """Twelve digits of which office, year and class are known. Raises `Refused` for others."""
    rest = next((number[len(o.digits) :] for o in rule.offices if number.startswith(o.digits)), None)
    if rest is None:
        raise Refused([problem("E-VALUE.certificate-office-digits", known=_codes(rule.offices))])
    faults = []
    # Four digits of the year come before those of the class.
    if not rest.startswith(rule.century) or int(rest[:4]) > day.year:
        faults.append(problem("E-VALUE.certificate-year-digits"))
    if not any(rest[4:].startswith(one.digits) for one in rule.classes):
        faults.append(problem("E-VALUE.certificate-class-digits", known=_codes(rule.classes)))
    if faults:
        raise Refused(faults)
    return number


def _codes(parts: Iterable[NumberPart]) -> str:
    return ", ".join(f"{part.digits} {part.sign}" for part in parts)


def _digits(parts: Iterable[NumberPart], sign: str) -> str | None:
    return next((part.digits for part in parts if part.sign == sign), None)


def _signs(parts: Iterable[NumberPart]) -> str:
    return "・".join(part.sign for part in parts)
