"""What changed for a form between two days: worked out from the days of its rules, nothing typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from formgen.library import Library
from formgen.register.entries import RuleEntry, Said, Subject
from formgen.register.names import listed
from formgen.register.reading import file_of_sheet, read_register
from formgen.register.relevance import concerning
from formgen.spec.form import Form
from formgen.spec.items import AnyBlank, Print
from formgen.spec.rules import Words


@dataclass(frozen=True)
class Change:
    """One thing that is not as before: the entries that held on the first day only, and on the second day only."""

    subjects: tuple[Subject, ...]
    before: tuple[RuleEntry, ...]
    after: tuple[RuleEntry, ...]
    kind: Literal["new", "gone", "changed"]

    @property
    def place(self) -> RuleEntry:
        """An entry of it, for its file and section."""
        return (self.after or self.before)[0]

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `formgen diff --json`."""
        return {
            "change": self.kind,
            "file": self.place.file,
            "section": self.place.section,
            "about": [s.title.text(lang) for s in self.subjects],
            "before": [e.as_json(lang) for e in self.before],
            "after": [e.as_json(lang) for e in self.after],
        }


def differences_between(form: str, first: date, second: date, library: Library) -> tuple[Change, ...]:
    """What is not the same for a form or procedure on two days.

    Raises `Refused` (E-VALUE) for an unknown id, `Broken`.
    """
    entries = tuple(concerning(form, read_register(library), library))
    groups: dict[tuple[tuple[RuleEntry, ...], tuple[RuleEntry, ...]], list[tuple[Subject, bool, bool]]] = {}
    for subject, chain in _chains(entries):
        before, after = (tuple(e for e in chain if e.in_force(day)) for day in (first, second))
        gone, new = _without(before, after), _without(after, before)
        if gone or new:
            groups.setdefault((gone, new), []).append((subject, bool(before), bool(after)))
    found = (_change(gone, new, about) for (gone, new), about in groups.items())
    editions = () if form in library.procedure_files else library.editions(form)
    return (*found, *_on_the_sheet(editions, first, second))


def _chains(entries: Iterable[RuleEntry]) -> Iterator[tuple[Subject, list[RuleEntry]]]:
    """The rules about one subject, whenever they hold."""
    chains: dict[tuple[str, str, str], tuple[Subject, list[RuleEntry]]] = {}
    for entry in entries:
        # An edition is a file of its own; its successor is another.
        file = "" if entry.section == "sheet" else entry.file
        for subject in entry.said.subjects:
            chains.setdefault((file, entry.section, subject.key), (subject, []))[1].append(entry)
    yield from chains.values()


def _without(entries: Iterable[RuleEntry], others: Iterable[RuleEntry]) -> tuple[RuleEntry, ...]:
    same = {e.content for e in others}
    return tuple(e for e in entries if e.content not in same)


def _change(
    gone: tuple[RuleEntry, ...], new: tuple[RuleEntry, ...], about: Iterable[tuple[Subject, bool, bool]]
) -> Change:
    every = tuple(about)
    was, will = any(b for _, b, _ in every), any(a for _, _, a in every)
    return Change(tuple(s for s, _, _ in every), gone, new, "changed" if was and will else "new" if will else "gone")


# Two editions of one sheet


def _on_the_sheet(editions: Iterable[Form], first: date, second: date) -> Iterator[Change]:
    """Blanks and printed texts that one edition has and the other has not."""
    old, new = (next((e for e in editions if e.in_force(day)), None) for day in (first, second))
    if old is None or new is None or old is new:
        return
    before, after = _content(old), _content(new)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            gone = tuple(_entry(old, key, before[k]) for k in (key,) if k in before)
            come = tuple(_entry(new, key, after[k]) for k in (key,) if k in after)
            yield _change(gone, come, [(Subject(key, after.get(key) or before[key]), bool(gone), bool(come))])


def _content(form: Form) -> Mapping[str, Words]:
    """What stands on a sheet, by what tells it from the rest; not where."""
    blanks = {f"blank {b.blank}": _blank(b) for b in form.blanks}
    printed = (p.item.print for p in form.items if isinstance(p.item, Print))
    return blanks | {f"print {text}": Words(ja=text, en=text) for text in printed}


def _blank(blank: AnyBlank) -> Words:
    needed = [Words(ja="必須", en="required")] if blank.required else []
    return listed([Words(ja=f"欄「{blank.label}」", en=f"field {blank.label}"), *needed], "、")


def _entry(form: Form, key: str, words: Words) -> RuleEntry:
    # A printed text stands for itself, a blank for its label, which the other edition may have changed.
    said = Said((Subject(key, words),), words)
    return RuleEntry(file_of_sheet(form), "content", said, form.since, form.until, form.status, form.sources, form)
