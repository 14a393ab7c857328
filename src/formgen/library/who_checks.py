"""Whether the file of who may file says one thing for everybody on each day, about facts that exist."""

from __future__ import annotations

from itertools import product
from typing import get_args

from formgen.ground.problems import Problem, escape
from formgen.library.sections import SectionedFile
from formgen.library.sequences import sequence_faults
from formgen.profile.domains import asked_for, domain_of
from formgen.profile.model import Capacity, Procedure
from formgen.spec.who import CertificateNumbers, MayFile, PreparingRule


def check_who(file: SectionedFile) -> None:
    """Adds gaps and overlaps of the matrix, unknown facts of conditions, signs that stand twice."""
    if "may_file" not in file.unsure:
        _check_matrix(file)
    for place, rule in file.placed("preparing", PreparingRule):
        for name, wanted in rule.when.items():
            domain, here = domain_of(name), f"{place}/when/{escape(name)}"
            if domain is None or domain.many:
                file.unknown(here, ("事実", "fact"), name, asked_for())
            elif not all(domain.allows(v) for v in (wanted if isinstance(wanted, list | tuple) else (wanted,))):
                file.unknown(here, ("値", "value"), str(wanted), map(str, domain.values))
    for place, numbers in file.placed("certificate_numbers", CertificateNumbers):
        for key in ("offices", "classes"):
            signs = [part.sign for part in getattr(numbers, key)]
            for sign in sorted({s for s in signs if signs.count(s) > 1}):
                file.fault(f"{place}/{key}", f"「{sign}」が2回あります。", f"{sign!r} stands twice")


def _check_matrix(file: SectionedFile) -> None:
    rules = file.placed("may_file", MayFile)
    found: list[Problem] = []
    for applicant, procedure in product(get_args(Capacity), get_args(Procedure)):
        chain = [(p, r) for p, r in rules if applicant in r.applicants and procedure in r.procedures]
        found += sequence_faults(file, chain)
        if not chain or chain[-1][1].until is not None:
            said = f"{applicant}, {procedure}"
            file.fault("/may_file", f"今の規則がありません：{said}", f"no rule of today for {said}")
    # The same fault of a line is found for each of its applicants and applications.
    file.faults += dict.fromkeys(found)
