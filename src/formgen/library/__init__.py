"""The library: every form and rule that formgen knows, found, read and checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from formgen.files.memo import digest_of, memoised
from formgen.ground.problems import Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.folders import data_folder
from formgen.library.parts import Parts
from formgen.library.rules import Rules
from formgen.spec.form import Form

__all__ = ["Library", "library_in", "open_library"]


class Library:
    """The forms and rules of one folder. Files are read when they are first asked for, and only once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._forms: dict[Path, Form] = {}

    @cached_property
    def files(self) -> dict[str, tuple[Path, ...]]:
        """Form id -> the files of its editions, oldest first."""
        found: dict[str, list[Path]] = {}
        for path in sorted((self.folder / "sheets").glob("*@*.yaml")):
            found.setdefault(path.stem.partition("@")[0], []).append(path)
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def rules(self) -> Rules:
        """Fees, offices, limits, documents and sources."""
        return memoised(digest_of(self._rule_files), self._parsed_rules)

    @cached_property
    def _rule_files(self) -> tuple[Path, ...]:
        return tuple(sorted((self.folder / "rules").glob("*.yaml")))

    @cached_property
    def _shared_files(self) -> tuple[Path, ...]:
        """What every sheet may rest on: the rules, and the shared blocks and styles."""
        parts = self.folder / "parts.yaml"
        return (*self._rule_files, *((parts,) if parts.is_file() else ()))

    @cached_property
    def parts(self) -> Parts:
        """Blocks and styles that many sheets share."""
        from formgen.library.forms import read_parts

        return read_parts(self.folder / "parts.yaml")

    def editions(self, form: str) -> tuple[Form, ...]:
        """Every edition of a form, oldest first. Raises `Refused` (E-VALUE) for an unknown id."""
        if form not in self.files:
            ja, en = did_you_mean(form, self.files)
            raise Refused([problem("E-VALUE.form", form=form, suggestion=ja, suggestion_en=en)])
        return tuple(self._read(path) for path in self.files[form])

    def form(self, form: str, day: date) -> Form:
        """The edition in force on a day. Raises `Refused` with E-VALUE or E-EDITION."""
        editions = self.editions(form)
        for edition in reversed(editions):
            if edition.since <= day and (edition.until is None or day <= edition.until):
                return edition
        first = editions[0].since
        raise Refused([problem("E-EDITION.none", form=form, pointer="/date", first=first)])

    def latest(self) -> Iterator[Form]:
        """The last edition of every form."""
        for form in self.files:
            yield self.editions(form)[-1]

    def _read(self, path: Path) -> Form:
        if path not in self._forms:
            digest = digest_of([path, *self._shared_files])
            self._forms[path] = memoised(digest, lambda: self._parsed(path)).with_digest(digest)
        return self._forms[path]

    def _parsed_rules(self) -> Rules:
        from formgen.library.rule_reading import read_rules

        return read_rules(self.folder / "rules")

    def _parsed(self, path: Path) -> Form:
        # Imported late: YAML and the checks of form files cost more than everything else when a form is kept.
        from formgen.library.forms import read_form

        return read_form(path, self.rules, self.parts)


@cache
def library_in(folder: Path) -> Library:
    """The library of a folder of one's own."""
    return Library(folder)


def open_library() -> Library:
    """The forms and rules that come with formgen."""
    return library_in(data_folder("form_specs"))
