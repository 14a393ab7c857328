"""A sample profile as YAML with comments: what each key means, and the words of its values."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from formgen.api import fact_of
from formgen.cli.terminal import columns, wrap

if TYPE_CHECKING:
    from pathlib import Path

    from formgen.api import Fact, FactCatalogue, Form

_WIDTH = 80
_HEAD = (
    "# 見本です（架空の内容）。書き換えて使います。このままでも作れます。",
    "# A fictional sample to write over; it runs as it stands:",
)

# Room for the values of a choice in a comment, with the # and the indent still within 80 columns.
_VALUES = 70
Said = Mapping[str, "Fact"]
Comment = tuple[str, ...]


def sample_yaml(sample: Mapping[str, Any], facts: FactCatalogue, form: Form, forms: Path | None = None) -> str:
    """The sample as YAML, for the form it is filed with. Fictional; the command in its heading runs as it stands.

    `forms` is the folder of the user's own forms that the command needs.
    """
    title = f"{form.title}（{form.number}）" if form.number else form.title
    command = "packet PROFILE -o OUT" if form.lead else f"render {form.form} PROFILE -o OUT.pdf"
    if forms is not None:
        command += f" --forms {shlex.quote(str(forms))}"
    heading = (f"# {title}", *_HEAD, f"#   formgen {command}", "")
    return "\n".join((*heading, *_mapping(sample, "", 0, facts.facts))) + "\n"


def commented_yaml(data: Mapping[str, Any], facts: FactCatalogue) -> str:
    """Data of a profile as YAML, each key with what it means."""
    return "\n".join(_mapping(data, "", 0, facts.facts)) + "\n"


def _mapping(data: Mapping[str, Any], prefix: str, depth: int, said: Said | None) -> Iterator[str]:
    for key, value in data.items():
        place = f"{prefix}{key}"
        comment = _comment(place, said)
        lead = "  " * depth
        if isinstance(value, Mapping) and value:
            yield from _above(comment, lead)
            yield f"{lead}{key}:"
            yield from _mapping(value, f"{place}.", depth + 1, said)
        elif isinstance(value, list | tuple) and value:
            yield from _above(comment, lead)
            yield f"{lead}{key}:"
            for number, one in enumerate(value):
                yield from _entry(one, place, depth + 1, said if number == 0 else None)
        else:
            yield from _leaf(f"{lead}{key}: {scalar(value)}", comment, lead)


def _entry(value: Any, place: str, depth: int, said: Said | None) -> Iterator[str]:
    """An entry of a list: a dash before its first key, comments above it in the dash's column."""
    lead = "  " * depth
    if not isinstance(value, Mapping) or not value:
        yield f"{lead}- {scalar(value)}"
        return
    started = False
    for line in _mapping(value, f"{place}.", depth + 1, said):
        if started:
            yield line
            continue
        inside = line[len(lead) + 2 :]
        started = not inside.startswith("#")
        yield f"{lead}- {inside}" if started else f"{lead}{inside}"


def _leaf(line: str, comment: Comment, lead: str) -> Iterator[str]:
    beside = "  # ".join((line, *comment))
    if len(comment) < 2 and columns(beside) <= _WIDTH:
        yield beside
    else:
        yield from _above(comment, lead)
        yield line


def _above(comment: Comment, lead: str) -> Iterator[str]:
    for part in comment:
        for line in wrap(part, _WIDTH - len(lead) - 2):
            yield f"{lead}# {line}"


def scalar(value: Any) -> str:
    """A value in the part of YAML that is JSON too, so that nothing is read as something else."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _comment(place: str, said: Said | None) -> Comment:
    fact = said.get(fact_of(place)) if said is not None else None  # None: told at the first entry of the list
    if fact is None:
        return ()
    values = (f"{value} {words.ja}" for value, words in fact.values.items())
    meaning = dict.fromkeys((fact.meaning.ja, fact.meaning.en))  # a label of the user's own stands for both
    return (" / ".join(meaning), *_in_lines(values))


def _in_lines(values: Iterable[str]) -> Iterator[str]:
    """Values side by side, as many as a line takes, none of them broken."""
    line = ""
    for value in values:
        longer = f"{line} | {value}" if line else value
        if line and columns(longer) > _VALUES:
            yield f"{line} |"
            longer = value
        line = longer
    if line:
        yield line
