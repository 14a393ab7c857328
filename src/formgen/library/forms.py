"""Reads form files and points at the wrong line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from formgen.files.located import Located, read_yaml
from formgen.ground.problems import Broken, Problem, Refused, escape, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.rule_checks import packet_faults
from formgen.library.rules import Rules
from formgen.profile import facts
from formgen.spec.form import Form
from formgen.spec.items import Blank, facts_of


def read_form(path: Path, rules: Rules) -> Form:
    """The form in a file, checked against the rules. Raises `Broken` with every fault, with file and line."""
    located = read_located(path)
    try:
        form = Form.model_validate(located.data)
    except ValidationError as error:
        raise Broken(tuple(spec_problems(error, located))) from None
    if faults := (*_faults(form, path, located), *packet_faults(form, located, rules.sources, rules.documents)):
        raise Broken(faults)
    return form


def read_located(path: Path) -> Located:
    """The file as data with lines. Raises `Broken`."""
    try:
        return read_yaml(path.read_text(encoding="utf-8"), path.name)
    except Refused as refused:
        raise Broken(refused.problems) from None
    except (OSError, UnicodeDecodeError):
        raise Broken([problem("E-SCHEMA.encoding", file=path.name)]) from None


def spec_problems(error: ValidationError, located: Located) -> Iterator[Problem]:
    """What pydantic found, as problems at a line of the file."""
    for found in error.errors(include_url=False, include_context=False, include_input=False):
        steps = _steps(found["loc"], located.data)
        place = "".join("/" + escape(s) for s in steps)
        detail = found["msg"]
        if found["type"] == "extra_forbidden":
            known = _known_keys(error.title, steps)
            detail = f"unknown key {steps[-1]!r}. " + did_you_mean(str(steps[-1]), known)[1]
        yield _at(located, place, detail)


def _at(located: Located, place: str, detail: str) -> Problem:
    line, here = None, place
    while line is None and here:
        line = located.lines.get(here)
        here = here.rpartition("/")[0]
    return problem("E-SPEC.form", file=located.name, line=line or 1, pointer=place, detail=detail)


def _steps(loc: Iterable[str | int], data: Any) -> list[str | int]:
    """The location without pydantic's names of union members."""
    out: list[str | int] = []
    here = data
    for step in loc:
        inside = isinstance(here, Mapping) and step in here
        listed = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if inside or listed:
            here = here[step]
            out.append(step)
        elif isinstance(here, Mapping) and step not in _TAGS:
            out.append(step)
    return out


_TAGS = (
    "print",
    "rule",
    "frame",
    "brace",
    "stamp",
    "text",
    "date",
    "amount",
    "choice",
    "check",
    "boxes",
    "rows",
)


def _known_keys(title: str, steps: list[str | int]) -> set[str]:
    models: list[type[BaseModel]] = [Form]
    if steps and steps[0] == "content":
        models = _content_models()
    elif len(steps) > 1:
        models = [m for m in _content_models() if m.__name__ == title] or [Form]
    return {f.alias or n for m in models for n, f in m.model_fields.items()}


def _content_models() -> list[type[BaseModel]]:
    from formgen.spec import items

    return [m for m in vars(items).values() if isinstance(m, type) and issubclass(m, items.Item)]


def _faults(form: Form, path: Path, located: Located) -> Iterator[Problem]:
    expected = f"{form.form}@{form.since.isoformat()}"
    if path.stem != expected:
        yield _at(located, "/form", f"the file should be called {expected}.yaml")
    for index, item in enumerate(form.content):
        place = f"/content/{index}"
        if isinstance(item, Blank) and not item.fact and not getattr(item, "template", None):
            yield _at(located, place, f"blank {item.blank} names no fact")
        for name in facts_of(item):
            if name not in facts.known():
                yield _at(located, place, f"unknown fact {name!r}. " + did_you_mean(name, facts.known())[1])
        if item.status is None and "status" not in form.defaults:
            yield _at(located, place, "no status (confirmed or inferred)")
        if item.source is None and "source" not in form.defaults:
            yield _at(located, place, "no source")
