"""The user's own folder of forms: where it is, what state it is in, and that it replaces nothing of ours."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from formgen.files.located import read_json
from formgen.files.reading import read_text
from formgen.files.reasons import reasons
from formgen.ground.problems import Broken, Problem, Refused, problem

FACTS, SOURCES, DOCUMENTS = "facts.yaml", "sources.yaml", "documents.yaml"


def own_folder(folder: str | os.PathLike[str]) -> Path:
    """The folder, whole from the root. Raises `Refused` (E-FILE.forms) when it cannot be read."""
    path = Path(folder)
    try:
        with os.scandir(path):
            # The current folder may change in a process that lives on.
            return path.absolute()
    except OSError as error:
        raise Refused([problem("E-FILE.forms", path=str(folder), **reasons(error))]) from None


State = tuple[tuple[str, int, int], ...]


def state_of(folder: Path) -> State:
    """What tells whether a file of the folder has changed: names, sizes and times."""
    files = (path for pattern in ("*.yaml", "*/*.yaml", "*/*.json") for path in folder.glob(pattern))
    return tuple(sorted((str(path), about.st_size, about.st_mtime_ns) for path in files for about in _about(path)))


def _about(path: Path) -> Iterator[os.stat_result]:
    try:
        yield path.stat()
    except OSError:  # gone since it was listed, or a link to nowhere: reading it will tell
        return


def forms_twice(ours: Mapping[str, tuple[Path, ...]], own: Mapping[str, tuple[Path, ...]]) -> Iterator[Problem]:
    """Forms of the user's own that have the id of one of ours, and editions that lie in two places."""
    for name, paths in own.items():
        if name in ours:
            yield twice("様式", "the form", name, paths[0], ours[name][-1])
    for paths in (*ours.values(), *own.values()):
        for one, two in pairwise(paths):
            if one.name == two.name:
                yield twice("様式", "the form", one.stem, two, one)


def packets_twice(
    forms: Mapping[str, tuple[Path, ...]], ours: Mapping[str, Path], own: Mapping[str, Path]
) -> Iterator[Problem]:
    """Packets of the user's own for one of our forms, which `forms` are."""
    for name, path in own.items():
        if name in forms:
            yield twice("綴り", "the packet", name, path, ours.get(name) or forms[name][-1])


def twice(what: str, what_en: str, name: str, path: Path, other: Path | str, line: int = 1) -> Problem:
    """A name that stands in two files."""
    file, other = str(path), str(other)
    return problem("E-SPEC.twice", file=file, line=line, what=what, what_en=what_en, name=name, other=other)


@contextmanager
def whole_paths(paths: Iterable[Path], own: Path | None) -> Iterator[None]:
    """Faults of these files, where they are the user's own, with their paths instead of their names."""
    try:
        yield
    except Refused as refused:
        # Ours are told by their name; a folder of the user's own is one of many.
        home = own.resolve() if own else None
        found = {path.name: str(path) for path in paths if home in path.resolve().parents}
        faults = (replace(p, file=found.get(p.file or "", p.file)) for p in refused.problems)
        raise refused.with_problems(faults) from None


def read_sample(path: Path) -> dict[str, Any] | None:
    """A sample profile; None when there is no such file. Raises `Broken` for one that is no JSON object."""
    if not path.is_file():
        return None
    try:
        data = read_json(read_text(path, str(path)), str(path)).data
    except Refused as refused:
        raise Broken(refused.problems) from None
    except OSError:
        raise Broken([problem("E-SCHEMA.encoding", file=str(path))]) from None
    if not isinstance(data, dict):
        raise Broken([problem("E-SCHEMA.type", file=str(path), line=1, expected="オブジェクト {…}", expected_en="{…}")])
    return data


def files_for_rules(folder: Path) -> tuple[Path, ...]:
    """The files of the user's own that change what the rules say."""
    return tuple(path for name in (FACTS, SOURCES, DOCUMENTS) if (path := folder / name).exists())
