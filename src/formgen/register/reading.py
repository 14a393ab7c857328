"""Every rule of a library as entries of the register, in the order of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from formgen.library import Library
from formgen.library.rule_files import FILES
from formgen.library.rules import Rules
from formgen.register.entries import RuleEntry, Said, Subject
from formgen.register.names import Names, listed, term
from formgen.register.saying import said
from formgen.spec.base import source_ids
from formgen.spec.form import Form
from formgen.spec.packets import PacketRules, Procedure
from formgen.spec.rules import DatedRule, DocumentKind, Words


def read_register(library: Library) -> tuple[RuleEntry, ...]:
    """Every rule: of the sheets (which edition is in force), of the packets, and all others. Raises `Broken`."""
    editions = [edition for form in library.files for edition in library.editions(form)]
    titles = {e.form: Words(ja=e.title, en=e.title_en) for e in editions}
    names = Names(library.rules, titles)
    return (
        *(_sheet(edition) for edition in editions),
        *(e for form in library.packet_files for e in _packet(f"packets/{form}.yaml", library.packet(form), names)),
        *(e for p in _procedures(library) for e in _packet(f"procedures/{p.id}.yaml", p.packet, names)),
        *_rules(library.rules, names),
    )


def _sheet(form: Form) -> RuleEntry:
    about = [Words(ja=form.number, en=form.number), term(form.layout)]
    begun = Words(ja=f"{form.since}からの版", en=f"edition of {form.since}")
    says = Said((Subject(form.form, Words(ja=form.title, en=form.title_en)),), listed([*about, begun]))
    return RuleEntry(file_of_sheet(form), "sheet", says, form.since, form.until, form.status, used_sources(form), form)


def file_of_sheet(form: Form) -> str:
    """The file an edition stands in, below `form_specs`."""
    return f"sheets/{form.form}@{form.since}.yaml"


def used_sources(form: Form) -> tuple[str, ...]:
    """The ids of every source a sheet rests on, each once."""
    said = [form.source, form.defaults.get("source"), *(placed.item.source for placed in form.items)]
    return tuple(dict.fromkeys(name for source in said for name in source_ids(source)))


def _procedures(library: Library) -> Iterator[Procedure]:
    return (library.procedure(name) for name in library.procedure_files)


def _packet(file: str, packet: PacketRules, names: Names) -> Iterator[RuleEntry]:
    for part in fields(packet):
        # The file calls its papers so; a paper comes to a line for each of its cases.
        section = "papers" if part.name == "lines" else part.name
        yield from (_entry(file, section, rule, names) for rule in getattr(packet, part.name))


def _rules(rules: Rules, names: Names) -> Iterator[RuleEntry]:
    for part in fields(rules):
        for rule in _items(getattr(rules, part.name)):
            if isinstance(rule, DatedRule | DocumentKind):
                yield _entry(f"rules/{_FILE_OF[type(rule)]}.yaml", part.name, rule, names)


#: The file that each kind of rule stands in.
_FILE_OF = {section.model: name for name, sections in FILES.items() for section in sections.values()}


def _items(part: Any) -> Iterable[Any]:
    if isinstance(part, Mapping):
        return part.values()
    return getattr(part, "rules", part) if hasattr(part, "rules") else part if isinstance(part, tuple) else ()


def _entry(file: str, section: str, rule: DatedRule | DocumentKind, names: Names) -> RuleEntry:
    words = said(rule, names)
    if isinstance(rule, DatedRule):
        return RuleEntry(file, section, words, rule.since, rule.until, rule.status, rule.sources, rule)
    return RuleEntry(file, section, words, None, None, None, source_ids(rule.source), rule)
