"""Whether the file of who may file says one thing for everybody on each day, about facts that exist."""

from __future__ import annotations

from itertools import product
from typing import get_args

from formgen.library.name_checks import when_faults
from formgen.library.sections import SectionedFile
from formgen.library.sequences import check_chains
from formgen.profile.model import Capacity, Procedure
from formgen.spec.facts import FactCatalogue
from formgen.spec.who import CertificateNumbers, MayFile, PreparingRule


def check_who(file: SectionedFile) -> None:
    """Adds gaps and overlaps of the matrix, unknown facts of conditions, signs that stand twice."""
    check_chains(file, "may_file", MayFile, lambda rule: product(rule.applicants, rule.procedures))
    check_chains(file, "certificate_numbers", CertificateNumbers, lambda _: [None])
    if "may_file" not in file.unsure:
        _check_matrix(file)
    for place, rule in file.placed("preparing", PreparingRule):
        # What a user's folder declares cannot stand in our files.
        file.faults += when_faults(file.located, f"{place}/when", rule.when, FactCatalogue({}))
    for place, numbers in file.placed("certificate_numbers", CertificateNumbers):
        for key in ("offices", "classes"):
            signs = [part.sign for part in getattr(numbers, key)]
            for sign in sorted({s for s in signs if signs.count(s) > 1}):
                file.fault(f"{place}/{key}", f"「{sign}」が2回あります。", f"{sign!r} stands twice")


def _check_matrix(file: SectionedFile) -> None:
    rules = file.of("may_file", MayFile)
    for applicant, procedure in product(get_args(Capacity), get_args(Procedure)):
        chain = [r for r in rules if applicant in r.applicants and procedure in r.procedures]
        if not chain or chain[-1].until is not None:
            said = f"{applicant}, {procedure}"
            file.fault("/may_file", f"今の規則がありません：{said}", f"no rule of today for {said}")
