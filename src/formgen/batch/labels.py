"""The Japanese words for facts: as they are printed on the sheets of a packet, and as the catalogue says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from formgen.batch.heads import columns_for
from formgen.batch.targets import Target, known_names, target_of
from formgen.batch.values import Words, plain, words_of
from formgen.ground.problems import Refused
from formgen.library import Library
from formgen.planning.decisions import lines_of
from formgen.schema import filled_from
from formgen.spec.form import Form
from formgen.spec.items import RowsBlank
from formgen.spec.rules import Per

DOCUMENT = "書類・"
"""Before the title of a document, in the head of a column."""

_PARTS: Mapping[str, str] = {"発行日": "issued_on", "番号を隠した": "masked"}


class Labels:
    """The words for facts that the heads of a table may use; those of `forms` and their packets as they are printed."""

    def __init__(self, library: Library, forms: Iterable[str]) -> None:
        self.library = library
        self.leads = tuple(library.editions(name)[-1] for name in dict.fromkeys(forms) if name in library.files)

    def named(self, text: str) -> tuple[str, ...]:
        """The names of the facts that a label may mean: one, where it is a head of the empty table."""
        head = self._heads.get(plain(text))
        return (head,) if head else self._words.get(plain(text), ())

    @cached_property
    def _heads(self) -> Mapping[str, str]:
        """The heads of empty tables, each with its fact."""
        ours = ((fact.column, name) for name, fact in self.library.facts.facts.items() if fact.column)
        found = {plain(head): name for head, name in ours}
        for form in self.leads:
            found |= {plain(column.label): column.name for column in columns_for(self.library, form.form)}
        return found

    @cached_property
    def every(self) -> tuple[str, ...]:
        """Every label and name, for somebody who may have misspelt one."""
        columns = (fact.column for fact in self.library.facts.facts.values() if fact.column)
        return (*columns, *self._said, *known_names(self.library))

    def of_choice(self, target: Target) -> Words:
        """What the words of a choice mean: its values, their words, and as the sheets print them."""
        match target.domain.kind:
            case "form":
                forms = [(name, self.library.editions(name)[-1].title) for name in self.library.files]
                return words_of([*((n, n) for n, _ in forms), *((title, n) for n, title in forms)])
            case "document":
                return words_of((n, n) for n in self.library.rules.documents)
            case _:
                return words_of(self._of_values(target))

    def per_of(self, document: str) -> frozenset[Per]:
        """What a document is for, by the packets: each person, each permission, each institution or the filing."""
        found: set[Per] = set()
        for form in self.leads:
            found |= {line.per or form.per for line in lines_of(form).get(document, ())}
        return frozenset(found)

    def _of_values(self, target: Target) -> Iterator[tuple[str, object]]:
        values = target.domain.values
        for value in values:
            said = self.library.facts.word(target.fact, str(value))
            yield from ((said.ja, value), (str(value), value), (said.en, value))
        for form in self._forms:
            for blank in form.blanks:
                if blank.kind == "choice" and blank.fact == target.fact:
                    yield from ((o.print, o.value) for o in form.options(blank) if o.print and o.value in values)

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[tuple[object, ...], str]] = {}
        for word, name in self._pairs():
            target = target_of(name, self.library)
            if target and plain(word):
                # By what they lead to: a derived fact and the one that states it are one column.
                found.setdefault(plain(word), {}).setdefault((target.steps, target.document, target.item), target.name)
        return {word: tuple(names.values()) for word, names in found.items()}

    @cached_property
    def _said(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for word, _ in self._pairs()))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for form in self._forms:
            yield from _printed(form)
        facts = self.library.facts
        for name in known_names(self.library):
            if said := facts.meaning(name.replace(".from", ".since")):
                yield from ((word, name) for word in dict.fromkeys((said.ja, said.ja.partition("（")[0])))
        for document in self.library.rules.documents:
            title = self.library.rules.titles(document).ja
            yield f"{DOCUMENT}{title}", f"attachment.{document}"
            for word, part in _PARTS.items():
                yield f"{DOCUMENT}{title}（{word}）", f"attachment.{document}.{part}"

    @cached_property
    def _forms(self) -> tuple[Form, ...]:
        """The lead forms and the sheets of their packets."""
        found = dict.fromkeys(form.form for form in self.leads)
        for form in self.leads:
            found |= dict.fromkeys(name for name in lines_of(form) if name in self.library.files)
        forms = []
        for name in found:
            try:
                forms.append(self.library.editions(name)[-1])
            except Refused:  # broken: told where it is drawn
                continue
        return tuple(forms)


def _printed(form: Form) -> Iterator[tuple[str, str]]:
    """The labels of a sheet, each with the fact that alone fills the blank."""
    for blank in form.blanks:
        if isinstance(blank, RowsBlank):
            yield from _of_rows(blank)
        facts = filled_from(blank)
        if len(facts) == 1 and blank.label:
            yield blank.label, facts[0]


#: Lists of a sheet, and the entries of the profile behind them.
_ROWS = {"institutions.listed": "institution", "filing.roster": "user", "institutions": "institution", "users": "user"}


def _of_rows(blank: RowsBlank) -> Iterator[tuple[str, str]]:
    one = _ROWS.get(blank.fact or "")
    for column in blank.columns:
        if one and column.key and column.label:
            yield column.label, f"{one}.{column.key}"
