"""The library: every form and rule that formgen knows, found, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from formgen.files.cache import key_of
from formgen.files.located import read_json
from formgen.files.memo import digest_of, memoised
from formgen.ground.problems import Broken, Problem, Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.folders import data_folder
from formgen.library.parts import Parts
from formgen.library.rules import Rules
from formgen.spec.form import Form
from formgen.spec.packets import Packet

__all__ = ["Library", "library_in", "open_library"]


#: Whose sample fills a sheet that goes with no lead form (next-steps).
_USUAL = "usage-request"


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
    def packet_files(self) -> dict[str, Path]:
        """Id of a lead form -> the file of its packet."""
        return {path.stem: path for path in sorted((self.folder / "packets").glob("*.yaml"))}

    def packet(self, form: str) -> Packet:
        """What goes with a form; empty for one that is never handed in by itself. Raises `Broken`."""
        if stray := sorted(set(self.packet_files) - set(self.files)):
            raise Broken([_stray(name, self.files) for name in stray])
        if form not in self.packet_files:
            return Packet()
        path = self.packet_files[form]
        digest = key_of(digest_of([path, *self._rule_files]), *self.files)
        return memoised(digest, lambda: self._parsed_packet(path))

    def sample(self, form: str) -> dict[str, Any] | None:
        """The fictional profile of a lead form; None when there is none. Raises `Broken`."""
        path = self.folder / "samples" / f"{form}.json"
        if not path.is_file():
            return None
        try:
            return dict(read_json(path.read_text(encoding="utf-8"), path.name).data)
        except Refused as refused:
            raise Broken(refused.problems) from None

    def sample_of(self, form: str) -> dict[str, Any]:
        """The fictional profile that fills a form: its own, or that of a lead form it goes with.

        Raises `Refused` (E-VALUE) for an unknown id, `Broken`.
        """
        self.editions(form)
        every = {lead: found for lead in (form, *self.packet_files) if (found := self.sample(lead))}
        if form in every:
            return every[form]
        with_it = (s for lead, s in every.items() if self._goes_with(form, lead, s.get("route")))
        return next(with_it, every[_USUAL])

    def _goes_with(self, form: str, lead: str, route: Any) -> bool:
        return any(line.sheet == form and route in line.routes for line in self.packet(lead))

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
            form = memoised(digest, lambda: self._parsed(path)).with_digest(digest)
            self._forms[path] = form.with_law(self.packet(form.form), self.rules.derivations)
        return self._forms[path]

    def _parsed_rules(self) -> Rules:
        from formgen.library.rule_reading import read_rules

        return read_rules(self.folder / "rules")

    def _parsed_packet(self, path: Path) -> Packet:
        from formgen.library.packets import read_packet

        return read_packet(path, self.rules, self.files)

    def _parsed(self, path: Path) -> Form:
        # Imported late: YAML and the checks of form files cost more than everything else when a form is kept.
        from formgen.library.forms import read_form

        return read_form(path, self.rules, self.parts)


def _stray(name: str, forms: Iterable[str]) -> Problem:
    ja, en = did_you_mean(name, forms)
    detail = {"detail": f"「{name}」という様式はありません。{ja}", "detail_en": f"no form {name!r}. {en}"}
    return problem("E-SPEC.file", file=f"{name}.yaml", **detail)


@cache
def library_in(folder: Path) -> Library:
    """The library of a folder of one's own."""
    return Library(folder)


def open_library() -> Library:
    """The forms and rules that come with formgen."""
    return library_in(data_folder("form_specs"))
