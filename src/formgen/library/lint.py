"""All that is wrong with form and rule files, told at once: one broken file hides no other fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from formgen.files.located import Located
from formgen.ground.problems import Broken, Problem, Refused
from formgen.library import Library, open_library
from formgen.library.facts import check_examples, check_own_facts
from formgen.library.folders import data_folder, form_files
from formgen.library.forms import checked_form, read_located, read_parts
from formgen.library.own import whole_paths
from formgen.library.packets import read_packet, read_procedure
from formgen.library.rule_files import FILES
from formgen.library.strays import folder_faults, strays
from formgen.profile.reading import read_profile


def lint_library(library: Library) -> tuple[Problem, ...]:
    """Every fault of every file of a library. What rests on a broken rule file is checked when that is mended."""
    first = (*_told(lambda: library.rules), *_told(lambda: library.parts), *_told(lambda: library.packet_files))
    # One broken rule file would make a fault of every sheet that names what it holds.
    rest = first or (p for check in _checks(library) for p in _told(check))
    return _unique((*_folder_faults(library), *rest))


def _folder_faults(library: Library) -> tuple[Problem, ...]:
    """What a folder of the user's own lacks, and its files that are not read."""
    return tuple(folder_faults(library.own, _ids(library))) if library.own else ()


def _ids(library: Library) -> frozenset[str]:
    """The ids of all forms, also where two files fight for one."""
    return frozenset(form_files(library.folder)) | frozenset(form_files(library.own) if library.own else ())


def lint_files(paths: Iterable[Path], forms: Path | None = None) -> tuple[Problem, ...]:
    """Every fault of some files: sheets, packets, facts, rules or shared parts.

    A file is held against our library and the folder of forms it lies in, or `forms`. Raises `Refused` (E-FILE).
    """
    return _unique(p for path in paths for p in _faults(path.absolute(), open_library(forms or _home(path))))


def _faults(path: Path, library: Library) -> Iterator[Problem]:
    """What is wrong in a file, and that it is not read when it lies in the wrong place of its folder."""
    for stray in strays(library.own, _ids(library)) if library.own else ():
        if stray.path.resolve() == path.resolve():
            yield stray.told(_ids(library))
    yield from _told(_reader(path, library))


def _home(path: Path) -> Path | None:
    """The folder of forms a file lies in; None for a file of ours."""
    parent = path.absolute().parent
    home = parent.parent if parent.name in ("sheets", "packets", "samples") else parent
    return None if home.resolve().is_relative_to(data_folder("form_specs").resolve()) else home


def _checks(library: Library) -> Iterator[Callable[[], object]]:
    """What reading each file comes to; `Broken` where it is broken."""
    for form, paths in library.files.items():
        for path in paths:
            yield _reader(path, library)
        # Bound now: the loop goes on before it is called.
        yield lambda form=form: library.editions(form)  # type: ignore[misc]
    for path in library.packet_files.values():
        yield _reader(path, library)
    for path in library.procedure_files.values():
        yield _reader(path, library)
    yield lambda: check_examples(library.folder, library.rules.facts)
    for folder in filter(None, (library.folder, library.own)):
        for path in sorted((folder / "samples").glob("*.json")):
            yield _sample_reader(path, library)


def _reader(path: Path, library: Library) -> Callable[[], object]:
    return lambda: _read(path, library)


def _sample_reader(path: Path, library: Library) -> Callable[[], object]:
    def read() -> None:
        with whole_paths([path], library.own):
            read_profile(path, declared=library.declared)

    return read


def _read(path: Path, library: Library) -> None:
    with whole_paths([path], library.own):
        _read_by_kind(path, library)


def _read_by_kind(path: Path, library: Library) -> None:
    located = read_located(path)
    data = located.data if isinstance(located.data, Mapping) else {}
    if "procedure" in data:
        read_procedure(path, library.rules, library.files)
    elif "papers" in data:
        read_packet(path, library.rules, library.files)
    elif "facts" in data:
        check_own_facts(located)
    elif path.stem in FILES:
        # Rule files are read together: each names what stands in another.
        _ = open_library(_home(path)).rules
    # A sheet may have styles of its own; parts.yaml has nothing to show.
    elif "parts" in data or ("styles" in data and "content" not in data):
        read_parts(path)
    else:
        _stop(located, path, library)


def _stop(located: Located, path: Path, library: Library) -> None:
    _, faults = checked_form(path, located, library.rules, library.parts)
    if faults:
        raise Broken(faults)


def _told(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except Refused as refused:
        return refused.problems
    return ()


def _unique(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(sorted(found, key=lambda p: (p.file or "", p.line or 0))))
