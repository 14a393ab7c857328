"""Files in the user's own folder that nothing reads, and where each of them should be."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from formgen.files.located import read_yaml
from formgen.files.reading import read_text
from formgen.ground.problems import Problem, Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.folders import form_files
from formgen.library.own import DOCUMENTS, FACTS, SOURCES

_FILES = {"facts": FACTS, "sources": SOURCES, "documents": DOCUMENTS}
_READ = (*_FILES.values(), "*@*.yaml", "sheets/*@*.yaml", "packets/*.yaml")
_EVERY = ("sheets/ID@YYYY-MM-DD.yaml", "packets/ID.yaml", "samples/ID.json", *_FILES.values())


@dataclass(frozen=True)
class Stray:
    """A file that is not read: where it should be, if that can be told, and the form it is about."""

    path: Path
    inside: str
    place: str | None
    form: str

    def told(self, forms: Collection[str]) -> Problem:
        """That it is not read, and where it would be."""
        if self.place is None:
            ja, en = f"読む場所：{'、'.join(_EVERY)}", f"What is read: {', '.join(_EVERY)}"
        elif self.place == self.inside:
            # In its place already, but for a form that nobody knows.
            ja, en = did_you_mean(self.form, forms)
        else:
            ja, en = f"「{self.place}」の誤りではありませんか。", f"Did you mean {self.place}?"
        return problem("E-SPEC.unread", file=str(self.path), line=1, suggestion=ja, suggestion_en=en)


def folder_faults(folder: Path, forms: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a folder of the user's own as a whole; `forms` are the ids of all forms."""
    if not form_files(folder):
        yield problem("E-SPEC.no-form", file=str(folder))
    for stray in strays(folder, forms):
        yield stray.told(forms)


def strays(folder: Path, forms: Collection[str]) -> Iterator[Stray]:
    """Every YAML and JSON file of the folder that is not read."""
    # No deeper: a folder given by mistake may hold a whole disk.
    paths = (path for pattern in ("*", "*/*", "*/*/*") for path in folder.glob(pattern))
    for path in sorted(paths):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.suffix.lower() in (".yaml", ".yml", ".json") and path.is_file() and not hidden:
            yield from _stray(path, inside.as_posix(), forms)


def near(folder: Path, form: str, forms: Collection[str], kind: str) -> tuple[str, str] | None:
    """Which unread files may be about a form, in both languages; `kind` is the folder where they should be."""
    found = [s for s in strays(folder, forms) if s.place is None or s.place.startswith(f"{kind}/")]
    close = [s for s in found if difflib.get_close_matches(form, [s.form], cutoff=0.8)]
    if not close:
        return None
    ja = "".join(f"{s.path} は読まれていません{f'（{s.place} の誤り？）' if s.place else ''}。" for s in close)
    en = " ".join(f"{s.path} is not read{f' (did you mean {s.place}?)' if s.place else ''}." for s in close)
    return ja, en


def _stray(path: Path, inside: str, forms: Collection[str]) -> Iterator[Stray]:
    if any(fnmatchcase(inside, pattern) and inside.count("/") == pattern.count("/") for pattern in _READ):
        return
    if inside == f"samples/{path.stem}.json" and path.stem in forms:
        return
    data = _data(path)
    # The schema of form files, for an editor (`formgen schema spec`), may lie beside them.
    if "$schema" not in data:
        form, _, day = path.stem.partition("@")
        form = data["form"] if isinstance(data.get("form"), str) else form
        yield Stray(path, inside, _place(path, data, form, day), form)


def _place(path: Path, data: Mapping[Any, Any], form: str, day: str) -> str | None:
    """Where a file should be: by what stands in it, else by its name."""
    if "content" in data:
        return f"sheets/{form}@{data.get('from') or day or 'YYYY-MM-DD'}.yaml"
    if "papers" in data:
        return f"packets/{form}.yaml"
    if "users" in data or "organization" in data:
        return f"samples/{form}.json"
    stated = next((name for key, name in _FILES.items() if key in data), None)
    return stated or next(iter(difflib.get_close_matches(path.name, _FILES.values(), 1, 0.8)), None)


def _data(path: Path) -> Mapping[Any, Any]:
    try:
        data = read_yaml(read_text(path, path.name), path.name).data
    # What is wrong inside it is told once it lies where it is read.
    except (Refused, OSError):
        return {}
    return data if isinstance(data, Mapping) else {}
