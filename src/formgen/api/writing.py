"""Outputs as files: whole or not at all, for their owner only, and never over what was read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from formgen.files.writing import free, make_folder, write_file, write_files
from formgen.ground.problems import Refused, problem
from formgen.library import open_library
from formgen.outputs.inputs import ends_in, spare
from formgen.profile.reading import Identity, read_profile


def write_pdf(path: Path, pdf: bytes | None, *, inputs: Collection[Identity] = (), force: bool = False) -> None:
    """One PDF; without its bytes it is only told whether it could be written. Raises `Refused` (E-OUTPUT)."""
    ends_in(path, (".pdf",))
    spare(path, inputs)
    free(path, force=force)
    # Asked without it first, so that nobody waits for a PDF that cannot be written.
    if pdf is not None:
        write_file(path, pdf, force=force)


def write_calendar(path: Path, days: bytes, *, inputs: Collection[Identity] = (), force: bool = False) -> None:
    """A calendar file. Raises `Refused` (E-OUTPUT)."""
    ends_in(path, (".ics",))
    spare(path, inputs)
    write_file(path, days, force=force)


def write_pictures(
    folder: Path, form: str, pages: Sequence[bytes], *, inputs: Collection[Identity] = (), force: bool = False
) -> tuple[Path, ...]:
    """PNG pictures as FORM-1.png, FORM-2.png, ... in a folder: all of them or none. Raises `Refused` (E-OUTPUT).

    A name that ends in .png is that of the picture itself: X.png, or X-1.png, X-2.png, ... where there are several.
    """
    names = tuple(_pictures(folder, form, len(pages)))
    # All places before the first picture, or half of them would be left behind.
    for name in names:
        spare(name, inputs)
        free(name, force=force)
    make_folder(names[0].parent)
    write_files(dict(zip(names, pages, strict=True)), force=force)
    return names


def _pictures(output: Path, form: str, count: int) -> Iterator[Path]:
    if output.suffix.lower() == ".png" and not output.is_dir():
        several = (output.with_stem(f"{output.stem}-{number}") for number in range(1, count + 1))
        yield from (output,) if count == 1 else several
        return
    ends_in(output, (".png",), folder=True)
    yield from (output / f"{form}-{number}.png" for number in range(1, count + 1))


def write_text(path: Path, text: str, *, inputs: Collection[Identity] = (), force: bool = False) -> None:
    """A profile or a schema. Never over a profile somebody has filled in. Raises `Refused` (E-OUTPUT)."""
    spare(path, inputs)
    free(path, force=force)
    if _is_filled_in(path):
        raise Refused([problem("E-OUTPUT.input", path=path)])
    write_file(path, text.encode(), force=force)


def write_beside(path: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """The files that a sample profile names, beside it; what is there already stays. Raises `Refused` (E-OUTPUT)."""
    places = {path.parent / name: data for name, data in files.items()}
    made = {place: data for place, data in places.items() if not os.path.lexists(place)}
    for place, data in made.items():
        make_folder(place.parent)
        # Not even by force: a photograph of that name may be somebody's.
        write_file(place, data)
    return tuple(made)


def _is_filled_in(path: Path) -> bool:
    """Whether a file is a profile that is no sample of ours."""
    if not path.is_file():
        return False
    try:
        found = read_profile(path)
    # No profile: as any other file, it is replaced when that was asked for.
    except Refused:
        return False
    # Only our own samples are known to say nothing about anybody.
    library = open_library()
    return bool(found.data) and all(found.data != library.sample(form) for form in library.files)
