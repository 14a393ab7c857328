"""Reads sheet files and points at the wrong line."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from formgen.files.located import Located, read_yaml
from formgen.files.reading import read_text
from formgen.ground.problems import Broken, Problem, Refused, problem
from formgen.library.faults import model_faults, origin_of
from formgen.library.parts import Parts, expanded, parts_of
from formgen.library.rules import Rules
from formgen.library.sheet_check import SheetCheck
from formgen.library.sheet_checks import sheet_faults
from formgen.spec.form import Form
from formgen.spec.sheet_file import SheetFile


def read_form(path: Path, rules: Rules, parts: Parts) -> Form:
    """The form in a file, checked against the rules. Raises `Broken` with every fault, with file and line."""
    located = read_located(path)
    form, faults = checked_form(path, located, rules, parts)
    if faults or form is None:
        raise Broken(faults)
    return form


def checked_form(path: Path, located: Located, rules: Rules, parts: Parts) -> tuple[Form | None, tuple[Problem, ...]]:
    """The form in a file that was read, and everything that is wrong with it."""
    whole = expanded(located, parts)
    try:
        form = SheetFile.model_validate(whole.data).as_form()
    except ValidationError as error:
        return None, (*whole.faults, *model_faults(error, located, SheetFile, whole.data, whole.origins))
    # The expanded file has other places than the one that was written; its lines are those of the latter.
    sheet = SheetCheck(form, path, located, rules, lambda place: origin_of(place, whole.origins))
    return form, (*whole.faults, *sheet_faults(sheet))


def read_located(path: Path) -> Located:
    """The file as data with lines. Raises `Broken`."""
    try:
        return read_yaml(read_text(path, path.name), path.name)
    except Refused as refused:
        raise Broken(refused.problems) from None
    except OSError:
        raise Broken([problem("E-SCHEMA.encoding", file=path.name)]) from None


def read_parts(path: Path) -> Parts:
    """The shared blocks and styles of a file; none when there is no such file. Raises `Broken`."""
    if not path.is_file():
        return Parts()
    parts, faults = parts_of(read_located(path))
    if faults:
        raise Broken(faults)
    return parts
