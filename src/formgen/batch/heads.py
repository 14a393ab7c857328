"""The columns that a table has for a form: each with its head, what a cell holds and what there is to say of it.

A column is named by its fact. Of a list in it, entries are counted from 0 (`user.career.0.from`); of a document there
is `attachment.ID` (a file, or 同封), where it matters with `.issued_on` and `.masked`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from formgen.batch.asked import Asking, Need
from formgen.library import Library
from formgen.profile.changes import FACTS as CHANGES
from formgen.profile.domains import Domain
from formgen.spec.facts import FactCatalogue
from formgen.spec.rules import PacketLine

#: The beginning of a fact -> its group, in the order of the columns. What stands at the top of a profile (route, day,
#: office) goes with the filing.
GROUPS = {
    "organization": "機関",
    "institution": "受入機関",
    "user": "本人",
    "filing": "申出・届出",
    "change": "変わった事項",
    "permission": "許可",
    "application": "申請",
    "custom": "独自の事項",
    "attachment": "付ける書類",
}
#: The word for paper that is put in by hand, in the column of a document.
ENCLOSED = "同封"
#: Entries of a list that have columns, where the sample of the form shows no more.
_ENTRIES = 3
_PERIOD = re.compile(r"P([0-9]+)([YM])")
_PARTS = {"before": "変更前", "after": "変更後", "changed_on": "変更日"}


@dataclass(frozen=True)
class Column:
    """A column: `name` is its fact, `label` its head, `kind` what a cell holds; `words` are those of its values.

    `example` is in the words of a cell. `needed`: whether a blank is refused without it. `entry` counts the
    entries of a list from 1, as people do.
    """

    name: str
    label: str
    kind: str
    meaning: str
    question: str = ""
    example: str = ""
    words: tuple[tuple[str, str], ...] = ()
    needed: Need = "free"
    entry: int = 0

    @property
    def group(self) -> str:
        """The beginning of its name: whom or what it is about."""
        first = self.name.partition(".")[0]
        return first if first in GROUPS else "filing"


KEY = Column(
    "key", "まとめる番号", "text", "同じ文字の行は、まとめて1件にします（同じ機関の何人か、1人のいくつもの許可など）",
    example="A", needed="always",
)  # fmt: skip
"""The column that says which rows belong together; where it stands, every row has something in it."""


def columns_for(library: Library, form: str, route: str | None = None, day: date | None = None) -> tuple[Column, ...]:
    """The columns of a form with its packet on a route (None: on any). Raises `Refused` (E-VALUE, E-EDITION)."""
    edition = library.form(form, day) if day else library.editions(form)[-1]
    asking = Asking(library, edition, route, day or max(edition.since, date.today()))
    facts = library.facts
    made = [c for name, need in asking.names().items() for c in _of(facts, asking, name, need)]
    order = {name: n for n, name in enumerate(facts.facts)}
    groups = list(GROUPS)
    made.sort(key=lambda c: (groups.index(c.group), c.entry, order.get(_fact(c.name), -1)))
    return _distinct((*made, *(c for line in asking.documents() for c in _of_document(library, line, asking.sample))))


def cell_text(column: Column, value: Any) -> str:
    """A value of a profile as it is written in a cell of a column."""
    if isinstance(value, list | tuple):
        return "、".join(cell_text(column, one) for one in value) or "なし"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if column.kind == "period" and (found := _PERIOD.fullmatch(str(value))):
        return found[1] + {"Y": "年", "M": "月"}[found[2]]
    return dict(column.words).get(str(value), "" if value is None else str(value))


def _of(facts: FactCatalogue, asking: Asking, name: str, need: Need) -> Iterator[Column]:
    if name in CHANGES:
        yield _of_change(facts, name)
        return
    domain, fact = facts.domain_of(name), facts.facts.get(name)
    if domain is None or fact is None:
        return
    if domain.kind == "list":
        yield from _of_entries(facts, name, domain, _count(asking.sample, name))
    elif fact.column and domain.kind != "group":
        yield _of_fact(facts, name, domain, need)


def _of_fact(facts: FactCatalogue, name: str, domain: Domain, need: Need) -> Column:
    fact = facts.facts[name]
    column = Column(
        name, fact.column or name, domain.kind, fact.meaning.ja,
        question=fact.question.ja if fact.question else "", words=_words(facts, name, domain), needed=need,
    )  # fmt: skip
    return replace(column, example=cell_text(column, fact.example))


def _words(facts: FactCatalogue, name: str, domain: Domain) -> tuple[tuple[str, str], ...]:
    if domain.kind == "bool":
        return (("True", "はい"), ("False", "いいえ"))
    return tuple((str(value), facts.word(name, str(value)).ja) for value in domain.values)


def _of_entries(facts: FactCatalogue, name: str, domain: Domain, shown: int) -> Iterator[Column]:
    for entry in range(1, max(shown, _ENTRIES) + 1):
        for key, inside in domain.columns.items():
            one = _of_fact(facts, f"{name}.{key}", inside, "free")
            place = f"{name}.{entry - 1}.{'from' if key == 'since' else key}"
            yield replace(one, name=place, label=f"{one.label}（{entry}）", entry=entry)


def _count(data: Any, name: str) -> int:
    """How many entries a list has in a profile."""
    keys = name.replace("user.", "users.", 1).split(".") if name.startswith("user.") else name.split(".")
    for key in keys:
        data = data[0] if isinstance(data, list | tuple) and data else data
        data = data.get(key, ()) if hasattr(data, "get") else ()
    return len(data)


def _of_change(facts: FactCatalogue, name: str) -> Column:
    item, part = CHANGES[name]
    said = facts.facts[f"changes.{part}"]
    what = facts.word("changes.item", item).ja
    return Column(
        name, f"{what}・{_PARTS[part]}", "day" if part == "changed_on" else "text", f"{what}：{said.meaning.ja}",
        question=said.question.ja if said.question else "", example="",
    )  # fmt: skip


def _of_document(library: Library, line: PacketLine, sample: Mapping[str, Any]) -> Iterator[Column]:
    document = library.rules.documents[line.document or ""]
    name, label = f"attachment.{document.id}", f"書類・{document.title}"
    counts = "、".join(document.counts)
    meaning = document.what.ja + (f"（{counts}）" if counts else "")
    yield Column(name, label, "document", meaning, example=ENCLOSED, words=((ENCLOSED, ENCLOSED),))
    stated = [a for a in sample.get("attachments", ()) if a.get("document") == document.id]
    if line.max_age or any("issued_on" in a for a in stated):
        yield Column(f"{name}.issued_on", f"{label}（発行日）", "day", f"{document.title}の発行日")
    if document.masking:
        words = (("True", "はい"), ("False", "いいえ"))
        yield Column(f"{name}.masked", f"{label}（番号を隠した）", "bool", document.masking.ja, words=words)


def _fact(name: str) -> str:
    """The fact behind the name of a column."""
    parts = [part for part in name.split(".") if not part.isdigit()]
    return ".".join("since" if part == "from" else part for part in parts)


def _distinct(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The same columns; where two have one head, the later one says its fact as well."""
    seen: set[str] = set()
    out = []
    for column in columns:
        head = column.label if column.label not in seen else f"{column.label}（{column.name}）"
        seen.add(head)
        out.append(replace(column, label=head))
    return tuple(out)
