"""Reads packet files: what goes with a lead form, checked against forms, documents, facts and sources."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from formgen.ground.problems import Broken
from formgen.library.faults import model_faults
from formgen.library.packet_checks import check_lines, check_paper, check_rest
from formgen.library.rules import Rules
from formgen.library.sections import Section, SectionedFile, read_sections
from formgen.spec.limits import KnownLimit
from formgen.spec.packet_files import Paper, Written, written_lines
from formgen.spec.packets import (
    AddressUse,
    ChangeWay,
    ChecklistMarks,
    Deadline,
    FormFee,
    Marking,
    PacketRules,
    Procedure,
    StepRule,
)
from formgen.spec.rules import SILENT, OfficeRule, PacketLine, Words

SHAPE = {
    "papers": Section(Paper),
    "limits": Section(KnownLimit, optional=True),
    "deadlines": Section(Deadline, optional=True),
    "steps": Section(StepRule, optional=True),
    "envelope": Section(Marking, optional=True),
    "addresses": Section(AddressUse, optional=True),
    "offices": Section(OfficeRule, optional=True),
    "fees": Section(FormFee, optional=True),
    "checklist": Section(ChecklistMarks, optional=True),
    "changes": Section(ChangeWay, optional=True),
}


def read_packet(path: Path, rules: Rules, forms: Collection[str]) -> PacketRules:
    """The packet in a file; `forms` are the ids of all forms. Raises `Broken` with every fault, with file and line."""
    file = read_sections(path, SHAPE, {"form": str})
    _check_form(file, path.stem, forms)
    return _checked(file, rules, forms)


def _checked(file: SectionedFile, rules: Rules, forms: Collection[str]) -> PacketRules:
    lines: list[tuple[str, PacketLine, Written]] = []
    for place, paper in file.placed("papers", Paper):
        check_paper(file, place, paper, rules.documents, forms)
        lines += _expanded(file, paper, place, forms, rules)
    check_lines(file, lines, rules, forms)
    check_rest(file, rules, forms)
    if file.faults:
        raise Broken(file.in_order())
    return _packet(file, tuple(line for _, line, _ in lines))


def read_procedure(path: Path, rules: Rules, forms: Collection[str]) -> Procedure:
    """The procedure in a file, checked as a packet is. Raises `Broken` with every fault, with file and line."""
    file = read_sections(path, SHAPE, {"procedure": str, "title": dict})
    _check_name(file, "procedure", path.stem)
    title = _title(file)
    return Procedure(path.stem, title, _checked(file, rules, forms))


def _title(file: SectionedFile) -> Words:
    stated = file.located.data.get("title") if isinstance(file.located.data, dict) else None
    try:
        return Words.model_validate(stated or {})
    except ValidationError as error:
        file.faults += model_faults(error, file.located, Words, stated or {}, {"": "/title"})
        return SILENT


def _check_name(file: SectionedFile, key: str, name: str) -> Any:
    """What a file says it is about, which must be its name."""
    stated: Any = file.located.data.get(key) if isinstance(file.located.data, dict) else None
    if isinstance(stated, str) and stated != name:
        file.fault(f"/{key}", f"ファイル名は {stated}.yaml のはずです。", f"the file should be called {stated}.yaml")
    return stated


def _check_form(file: SectionedFile, name: str, forms: Collection[str]) -> None:
    stated = _check_name(file, "form", name)
    if isinstance(stated, str) and stated not in forms:
        file.unknown("/form", ("様式", "form"), stated, forms)


def _expanded(
    file: SectionedFile, paper: Paper, place: str, forms: Collection[str], rules: Rules
) -> list[tuple[str, PacketLine, Written]]:
    out = []
    for written in written_lines(paper, place, forms):
        # Each may stand with the paper, a case or a route, so only the finished line can lack it.
        missing = [key for key in ("status", "source", "because") if written.keys.get(key) is None]
        if missing:
            listed = ", ".join(missing)
            file.fault(written.place, f"足りないもの：{listed}", f"no {listed}")
            continue
        # null near a case takes back what the paper says.
        keys = {k: v for k, v in written.keys.items() if v is not None}
        # A copy is handed in as one wherever nothing else is said.
        if kind := rules.documents.get(keys.get("document", "")):
            keys = {"as": kind.form, **keys}
        try:
            line = PacketLine.model_validate(keys)
        except ValidationError as error:
            file.faults += model_faults(error, file.located, PacketLine, keys, {"": written.place})
            continue
        out.append((written.place, line, written))
    return out


def _packet(file: SectionedFile, lines: tuple[PacketLine, ...]) -> PacketRules:
    return PacketRules(
        lines=lines,
        limits=file.of("limits", KnownLimit),
        deadlines=file.of("deadlines", Deadline),
        steps=file.of("steps", StepRule),
        envelope=file.of("envelope", Marking),
        addresses=file.of("addresses", AddressUse),
        offices=file.of("offices", OfficeRule),
        fees=file.of("fees", FormFee),
        checklist=file.of("checklist", ChecklistMarks),
        changes=file.of("changes", ChangeWay),
    )
