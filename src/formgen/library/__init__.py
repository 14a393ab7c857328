"""The library: every form and rule that formgen knows, found, read and checked; the user's own beside ours."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.files.cache import key_of
from formgen.files.memo import digest_of, memoised
from formgen.files.reasons import reasons
from formgen.ground.problems import Broken, Problem, Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.editions import edition_faults
from formgen.library.folders import data_folder, form_files, packet_files, procedure_files
from formgen.library.own import (
    FACTS,
    State,
    files_for_rules,
    forms_twice,
    own_folder,
    packets_twice,
    read_sample,
    state_of,
    whole_paths,
)
from formgen.library.rules import Rules
from formgen.spec.form import Form
from formgen.spec.packets import PacketRules, Procedure

if TYPE_CHECKING:
    from formgen.library.parts import Parts
    from formgen.profile.domains import Domain
    from formgen.spec.facts import FactCatalogue

__all__ = ["Library", "OwnForms", "library_in", "open_library"]

OwnForms = str | os.PathLike[str] | None
"""A folder of forms of the user's own; None for ours alone."""


class Library:
    """Our forms, rules and facts, and those of one folder of the user's own.

    Files are read when they are first asked for, and only once.
    """

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        self.folder = folder
        self.own = own
        self._forms: dict[Path, Form] = {}

    @cached_property
    def files(self) -> dict[str, tuple[Path, ...]]:
        """Form id -> the files of its editions, oldest first. Raises `Broken` for a form of ours that stands twice."""
        ours, own = form_files(self.folder), form_files(self.own) if self.own else {}
        # Told, never settled by an order of folders: a form of the user's must not replace one of ours unnoticed.
        if faults := tuple(forms_twice(ours, own)):
            raise Broken(faults)
        return ours | own

    @cached_property
    def rules(self) -> Rules:
        """Fees, offices, documents and sources; and the facts they may ask for. Raises `Broken`."""
        # With the ids they may name: one that is gone must be noticed.
        named = (*form_files(self.folder), *self.procedure_files)
        rules = memoised(key_of(_digest_of(self._rule_files), *named), self._parsed_rules)
        # The facts are kept apart: most runs ask no question and need none of them.
        return replace(rules, read_facts=lambda: self.facts.with_ids(self.files, rules.documents))

    @cached_property
    def facts(self) -> FactCatalogue:
        """Every fact a form or a rule may ask for: what it means, how it is asked for. Raises `Broken`."""
        return memoised(key_of(_digest_of(self._rule_files), FACTS), self._parsed_facts)

    @property
    def declared(self) -> Mapping[str, Domain]:
        """What may stand in `custom` of a profile: the facts of the user's own. Raises `Broken`."""
        # Without a folder of theirs there are none, and the catalogue need not be read.
        return self.facts.own if self.own else {}

    @cached_property
    def packet_files(self) -> dict[str, Path]:
        """Id of a lead form -> the file of its packet. Raises `Broken` for a packet of no form, or of ours twice."""
        ours, own = packet_files(self.folder), packet_files(self.own) if self.own else {}
        if faults := tuple(packets_twice(form_files(self.folder), ours, own)):
            raise Broken(faults)
        every = ours | own
        if stray := sorted(set(every) - set(self.files)):
            with whole_paths(every.values(), self.own):
                raise Broken([_stray(name, self.suggestion(name)) for name in stray])
        return every

    def packet(self, form: str) -> PacketRules:
        """What goes with a form; empty for one that is never handed in by itself. Raises `Broken`."""
        if form not in self.packet_files:
            return PacketRules()
        path = self.packet_files[form]
        # With the ids of all forms, as a packet was held against them: one that is gone must be noticed.
        digest = key_of(_digest_of([path, *self._rule_files]), *self.files)
        return memoised(digest, lambda: self._parsed_packet(path))

    @cached_property
    def procedure_files(self) -> dict[str, Path]:
        """Id of a procedure that no form of ours leads -> the file of its papers."""
        return procedure_files(self.folder)

    def procedure(self, name: str) -> Procedure:
        """A procedure that no form of ours leads, with its papers. Raises `KeyError` for an unknown id, `Broken`."""
        path = self.procedure_files[name]
        digest = key_of(_digest_of([path, *self._rule_files]), *self.files)
        return memoised(digest, lambda: self._parsed_procedure(path))

    def sample(self, form: str) -> dict[str, Any] | None:
        """The fictional profile of a lead form; None when there is none. Raises `Broken`."""
        ours = read_sample(self.folder / "samples" / f"{form}.json")
        return read_sample(self.own / "samples" / f"{form}.json") if self.own and ours is None else ours

    @cached_property
    def _rule_files(self) -> tuple[Path, ...]:
        ours = (*self.folder.glob(FACTS), *sorted((self.folder / "rules").glob("*.yaml")))
        return (*ours, *files_for_rules(self.own)) if self.own else ours

    @cached_property
    def _shared_files(self) -> tuple[Path, ...]:
        """What every sheet may rest on: the rules, and the shared blocks and styles."""
        parts = self.folder / "parts.yaml"
        return (*self._rule_files, *((parts,) if parts.is_file() else ()))

    @cached_property
    def parts(self) -> Parts:
        """Blocks and styles that many sheets share. Raises `Broken`."""
        from formgen.library.forms import read_parts

        return read_parts(self.folder / "parts.yaml")

    def editions(self, form: str) -> tuple[Form, ...]:
        """Every edition of a form, oldest first. Raises `Refused` (E-VALUE) for an unknown id, `Broken`."""
        if form not in self.files:
            ja, en = self.suggestion(form)
            raise Refused([problem("E-VALUE.form", value=form, suggestion=ja, suggestion_en=en)])
        paths = self.files[form]
        found = tuple(self._read(path) for path in paths)
        # Between editions, so no file alone can be blamed when it is read.
        if len(found) > 1 and (faults := tuple(edition_faults(tuple(zip(paths, found, strict=True))))):
            with whole_paths(paths, self.own):
                raise Broken(faults)
        return found

    def suggestion(self, form: str, others: Iterable[str] = ()) -> tuple[str, str]:
        """What may have been meant by an unknown id, in both languages: a file that is not read, or known ids.

        `others` are ids that might be meant besides those of forms.
        """
        ignored = _near(self.own, form, self.files, "sheets") if self.own else None
        return ignored or did_you_mean(form, (*self.files, *others))

    def packet_wanted(self, form: str) -> tuple[str, str] | None:
        """Which file would say what goes with a form of the user's own, in both languages; None for one of ours."""
        if self.own is None or form not in form_files(self.own):
            return None
        path = self.own / "packets" / f"{form}.yaml"
        ja = f"一式として出すなら、一緒に出すものを {path} に書いてください。"
        en = f"To hand it in as a packet, say in {path} what goes with it."
        more = _near(self.own, form, self.files, "packets") or ("", "")
        return ja + more[0], f"{en} {more[1]}".rstrip()

    def form(self, form: str, day: date) -> Form:
        """The edition in force on a day. Raises `Refused` with E-VALUE or E-EDITION."""
        editions = self.editions(form)
        for edition in reversed(editions):
            if edition.in_force(day):
                return edition
        first = editions[0].since
        raise Refused([problem("E-EDITION.none", form=form, pointer="/date", first=first)])

    def latest(self) -> Iterator[Form]:
        """The last edition of every form. Raises `Broken`."""
        for form in self.files:
            yield self.editions(form)[-1]

    def _read(self, path: Path) -> Form:
        if path not in self._forms:
            digest = _digest_of([path, *self._shared_files])
            # With the ids of all forms, which its conditions may name: one that is gone must be noticed.
            form = memoised(key_of(digest, *self.files), lambda: self._parsed(path)).with_digest(digest)
            # After it was kept: the law has files of its own, and changes without the sheet.
            self._forms[path] = form.with_law(self.packet(form.form), self.rules.derivations)
        return self._forms[path]

    def _parsed_rules(self) -> Rules:
        # As in the next two: imported late, as reading rules costs more
        # than all the rest of a run that has them kept.
        from formgen.library.own_rules import with_own
        from formgen.library.rule_reading import read_rules

        # Ours alone: limits of ours are about no form of the user's.
        papers = (*form_files(self.folder), *self.procedure_files)
        rules = read_rules(self.folder / "rules", papers, self._facts_if_good())
        return with_own(rules, self.own, lambda: self.facts)

    def _facts_if_good(self) -> FactCatalogue | None:
        """The facts; None when their file is broken, whose faults are told with those of the rules."""
        try:
            return self.facts
        except Broken:
            return None

    def _parsed_facts(self) -> FactCatalogue:
        from formgen.library.facts import read_facts

        return read_facts(self.folder, self.own)

    def _parsed_packet(self, path: Path) -> PacketRules:
        from formgen.library.packets import read_packet

        with whole_paths([path], self.own):
            return read_packet(path, self.rules, self.files)

    def _parsed_procedure(self, path: Path) -> Procedure:
        from formgen.library.packets import read_procedure

        return read_procedure(path, self.rules, self.files)

    def _parsed(self, path: Path) -> Form:
        # Imported late: YAML and the checks of form files cost more than everything else when a form is kept.
        from formgen.library.forms import read_form

        with whole_paths([path], self.own):
            return read_form(path, self.rules, self.parts)


def _stray(name: str, suggestion: tuple[str, str]) -> Problem:
    ja, en = suggestion
    detail = {"detail": f"「{name}」という様式はありません。{ja}", "detail_en": f"no form {name!r}. {en}"}
    return problem("E-SPEC.file", file=f"{name}.yaml", **detail)


def _near(own: Path, form: str, forms: Collection[str], folder: str) -> tuple[str, str] | None:
    # Imported late: only what goes wrong needs it.
    from formgen.library.strays import near

    return near(own, form, forms, folder)


def _digest_of(paths: Iterable[Path]) -> str:
    """A hash of these files. Raises `Broken` for one that cannot be read."""
    try:
        return digest_of(paths)
    except Refused as refused:
        raise Broken(refused.problems) from None
    except OSError as error:
        raise Broken([problem("E-SPEC.unreadable", file=str(error.filename), **reasons(error))]) from None


def library_in(folder: Path) -> Library:
    """The library of a folder in the place of ours."""
    return _opened(folder, None, ())


def open_library(forms: OwnForms = None) -> Library:
    """The forms and rules that come with formgen, and those of a folder of the user's own.

    A file of that folder that has changed is read again. Raises `Refused` (E-FILE.forms) for a folder that cannot
    be read.
    """
    ours = data_folder("form_specs")
    if forms is None:
        return _opened(ours, None, ())
    own = own_folder(forms)
    return _opened(ours, own, state_of(own))


@lru_cache(maxsize=16)
def _opened(folder: Path, own: Path | None, state: State) -> Library:  # noqa: ARG001  a new state, a new library
    return Library(folder, own)
