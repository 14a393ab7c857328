"""What can be wrong, as plain data: where, what, what to do. Knows no form, no file format and no screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from formgen.ground.in_tables import IN_TABLES
from formgen.ground.messages import MESSAGES

Severity = Literal["error", "warning"]
Language = Literal["ja", "en"]
Lines = dict[str, int]
"""JSON Pointer -> line of a file, from 1."""


def escape(part: object) -> str:
    """One step of a JSON Pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True)
class Whose:
    """The person (or permission) a problem is about: by place and role, and the name, which is a value."""

    ja: str
    en: str
    name: str | None = dataclasses.field(default=None, repr=False)

    def text(self, lang: Language = "ja", *, show_values: bool = False) -> str:
        """By place and role, or by name to somebody who asks for values."""
        return (self.name if show_values else None) or (self.en if lang == "en" else self.ja)


@dataclass(frozen=True, slots=True)
class Titled:
    """The document a problem is about, by its title, which is no value of the profile."""

    ja: str
    en: str

    def text(self, lang: Language = "ja") -> str:
        """The title in a language."""
        return self.en if lang == "en" else self.ja


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `key` is a code with a case (`E-SCHEMA.unknown-key`); the code is its first part.

    `pointer` is a JSON Pointer into the profile (RFC 6901); `line` counts from 1; `label` is the wording
    printed on the sheet, `titled` the document whose file it is. `value` is shown only to somebody who asks for
    values; it never enters a message.

    `in_table` says where in a table it is to be mended, in Japanese and English.

    A key that nobody knows may be a value that was pasted by mistake: `pointer` ends before it, `exact` names it.
    """

    key: str
    pointer: str | None = None
    form: str | None = None
    field: str | None = None
    label: str | None = None
    file: str | None = None
    line: int | None = None
    value: str | None = dataclasses.field(default=None, repr=False)
    exact: str | None = dataclasses.field(default=None, repr=False)
    whose: Whose | None = None
    titled: Titled | None = None
    in_table: tuple[str, str] | None = None
    words: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    @property
    def code(self) -> str:
        """The stable code, like `E-FIT`."""
        return self.key.partition(".")[0]

    @property
    def severity(self) -> Severity:
        """`error` for codes that begin with E, `warning` for those that begin with W."""
        return "error" if self.key.startswith("E") else "warning"

    def place(self, *, show_values: bool = False) -> str | None:
        """The pointer, for somebody who asks for values with a key that may be one."""
        return (self.exact if show_values else None) or self.pointer

    def _words(self) -> dict[str, object]:
        # The place as people read it: users.0.name.
        fact = (self.pointer or "").strip("/").replace("/", ".")
        return {"label": self.label or self.field, "form": self.form, "file": self.file, "fact": fact, **self.words}

    def message(self, lang: Language = "ja") -> str:
        """What is wrong, in one sentence; before it the document and the person whose file it is about."""
        about = self.about(lang)
        before = f"{about}{': ' if lang == 'en' else '：'}" if about else ""
        return before + MESSAGES[self.key].text(lang).format_map(self._words())

    def about(self, lang: Language = "ja") -> str:
        """The document whose file it is, and the person by place and role; empty for what is about no file."""
        if self.titled is None:
            return ""
        who = self.whose.text(lang) if self.whose else ""
        if lang == "en":
            return f'"{self.titled.en}"{f" ({who})" if who else ""}'
        return f"「{self.titled.ja}」{f'（{who}）' if who else ''}"

    def fix(self, lang: Language = "ja") -> str:
        """What to do about it, in one sentence."""
        if self.in_table is None or self.key not in IN_TABLES:
            return MESSAGES[self.key].fix(lang).format_map(self._words())
        number = 1 if lang == "en" else 0
        return IN_TABLES[self.key][number].format_map({**self._words(), "where": self.in_table[number]})

    def as_json(self, lang: Language = "ja", *, show_values: bool = False) -> dict[str, object]:
        """The shape every `--json` output uses."""
        out: dict[str, object] = {
            "code": self.code,
            "severity": self.severity,
            "form": self.form,
            "field": self.field,
            "label": self.label or (self.titled and self.titled.text(lang)),
            "pointer": self.place(show_values=show_values),
            "file": self.file,
            "line": self.line,
            "message": self.message(lang),
            "fix": self.fix(lang),
        }
        if show_values and self.value is not None:
            out["value"] = self.value
        return out


# `value` is among them, so that a value given to `problem` can never become a word of its message.
_PLACES = frozenset(Problem.__dataclass_fields__) - {"key", "words"}


def problem(key: str, /, **about: object) -> Problem:
    """A problem; names that are not fields of `Problem` become words of its message."""
    places = {k: about.pop(k) for k in tuple(about) if k in _PLACES}
    return Problem(key, words={k: str(v) for k, v in about.items()}, **places)  # type: ignore[arg-type]


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that stop the work."""
    return tuple(p for p in problems if p.severity == "error")


def with_lines(problems: Iterable[Problem], lines: Mapping[str, int], file: str | None) -> tuple[Problem, ...]:
    """The same problems with the line of the profile they point at (of the nearest parent that has one)."""
    return tuple(p if p.line or p.pointer is None else _placed(p, lines, file) for p in problems)


def _placed(found: Problem, lines: Mapping[str, int], file: str | None) -> Problem:
    pointer = found.exact or found.pointer or ""
    # A key that is missing has no line: its parent has one.
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return replace(found, line=lines.get(pointer), file=found.file or file)


class Refused(Exception):
    """The work was not done; holds every problem found, errors and warnings. The user can mend them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.code for p in self.problems))

    def with_problems(self, problems: Iterable[Problem]) -> Refused:
        """The same refusal with its problems told otherwise, of the same kind as far as exit codes go."""
        return Refused(problems)

    def __str__(self) -> str:
        return "\n".join(f"{p.code} {p.pointer or ''} {p.message('en')}" for p in self.problems)


class Broken(Refused):
    """A font, a form file or a rule file is broken: nothing in the profile can mend it."""

    def with_problems(self, problems: Iterable[Problem]) -> Broken:
        """As for `Refused`; still no fault of the profile."""
        return Broken(problems)
