"""The making of one case, wherever that is: in this process, in another one, on another machine."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from formgen.batch.again import KnownScans
from formgen.batch.products import WHOLE, Placed, Product, product_digest, put
from formgen.files.held import Held, pieces_of, size_of
from formgen.filing.begin import begin, begin_sheet
from formgen.filing.packet import Packet, make_packet
from formgen.ground.problems import Problem, Refused, errors, problem
from formgen.library import Library, open_library
from formgen.outputs.inputs import spare
from formgen.outputs.manifest import inner_path
from formgen.outputs.zip import zip_into
from formgen.profile.reading import ProfileFile, read_profile
from formgen.sheet.make import FilledSheet, as_pdf, pages_of
from formgen.sheet.verify import differences
from formgen.version import __version__

Kind = Literal["folder", "zip", "pdf"]
ENDINGS: Mapping[Kind, str] = {"folder": "", "zip": ".zip", "pdf": ".pdf"}


@dataclass(frozen=True)
class Recipe:
    """What holds for every case of a batch.

    `folder`: where the files are that profiles name. `out`: the folder to write into; None: what is made comes back.
    `sheet`: one sheet of this form, no packet. `check`: nothing is made.
    """

    kind: Kind
    folder: Path
    out: Path | None
    sheet: str | None = None
    forms: Path | None = None
    check: bool = False
    force: bool = False
    version: str = __version__

    def path(self, name: str, out: Path) -> Path:
        """Where what is made of a case goes."""
        return out / (inner_path(name) + ENDINGS[self.kind])


@dataclass(frozen=True)
class Job:
    """One case to be made. `as_of`: the day of its rules where the profile does not say.

    `ours`: the SHA-256 of what was made of it before, which may be replaced. `files`: what the profile names, by name,
    where the folder is out of reach.
    """

    name: str = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)
    as_of: date | None = None
    ours: str | None = None
    check: bool = False
    files: Mapping[str, bytes] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Made:
    """What became of a case. `placed` is None while it has no place: refused, only checked, or still in `product`."""

    name: str = field(repr=False)
    problems: tuple[Problem, ...] = ()
    placed: Placed | None = None
    sha256: str | None = None
    size: int = 0
    pages: int = 0
    seconds: float = 0.0
    process: int = 0
    product: Mapping[str, bytes] | None = field(default=None, repr=False)

    @property
    def refused(self) -> bool:
        """Whether something has to be mended first."""
        return bool(errors(self.problems))


def make_all(recipe: Recipe, jobs: Sequence[Job]) -> list[Made]:
    """One after the other. Raises nothing for a case: what is against it comes back with it."""
    # What draws and reads PDFs is not made for several threads of one process.
    with _ONE_AT_A_TIME:
        return [_timed(recipe, job) for job in jobs]


_ONE_AT_A_TIME = threading.Lock()


def settled(recipe: Recipe, job: Job, made: Made, out: Path) -> Made:
    """What came back as bytes, given its place."""
    if made.product is None:
        return made
    try:
        placed = _put(recipe, job, made.product, out)
    except Refused as refused:
        return replace(made, product=None, problems=(*made.problems, *refused.problems))
    return replace(made, product=None, placed=placed)


def _put(recipe: Recipe, job: Job, product: Product, out: Path) -> Placed:
    path = recipe.path(job.name, out)
    with _without_names(path):
        return put(product, path, ours=job.ours, force=recipe.force)


@contextmanager
def _without_names(path: Path) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise refused.with_problems(_without_name(p, path) for p in refused.problems) from None


def _without_name(found: Problem, path: Path) -> Problem:
    """The row tells which one it is; the name of its file may be that of a person."""
    if found.words.get("path") != str(path):
        return found
    return replace(found, words={**found.words, "path": str(path.parent)}, value=path.name)


def _timed(recipe: Recipe, job: Job) -> Made:
    began = time.perf_counter()
    try:
        made = _made(recipe, job)
    except Refused as refused:
        made = Made(job.name, refused.problems)
    # A fault of ours in one case; the others are made all the same. Its text may hold values.
    except Exception as error:
        if os.environ.get("FORMGEN_DEBUG") == "1":
            raise
        made = Made(job.name, (problem("E-BATCH.internal", name=type(error).__name__),))
    return replace(made, seconds=time.perf_counter() - began, process=os.getpid())


def _made(recipe: Recipe, job: Job) -> Made:
    if recipe.version != __version__:
        raise Refused([problem("E-BATCH.version", here=recipe.version, there=__version__)])
    library = open_library(recipe.forms)
    with _folder(recipe, job) as folder:
        source = read_profile(job.data, folder=folder, declared=library.declared)
        if recipe.check or job.check:
            return Made(job.name, _checked(recipe, job, source, library))
        if recipe.out:
            path = recipe.path(job.name, recipe.out)
            # A table may name a file that lies where this case goes.
            with _without_names(path):
                spare(path, source.inputs)
        product, pages, problems = _product(recipe, job, source, library)
    about = Made(job.name, problems, None, product_digest(product), sum(map(size_of, product.values())), pages)
    if recipe.out is None:
        return replace(about, product={path: b"".join(pieces_of(content)) for path, content in product.items()})
    return replace(about, placed=_put(recipe, job, product, recipe.out))


def _checked(recipe: Recipe, job: Job, source: ProfileFile, library: Library) -> tuple[Problem, ...]:
    if recipe.sheet is None:
        return begin(source, as_of=job.as_of, library=library).problems
    return _drawn(recipe.sheet, job, source, library)[1]


def _product(
    recipe: Recipe, job: Job, source: ProfileFile, library: Library
) -> tuple[Product, int, tuple[Problem, ...]]:
    if recipe.sheet is not None:
        return _sheet(recipe.sheet, job, source, library)
    scans = _scans()
    packet = make_packet(source, as_of=job.as_of, forms=recipe.forms, resume=scans, near=recipe.out)
    scans.learn(packet)
    pages = next(entry.pages or 0 for entry in packet.entries if entry.role == "packet")
    return _packed(packet, recipe.kind), pages, packet.problems


def _sheet(form: str, job: Job, source: ProfileFile, library: Library) -> tuple[Product, int, tuple[Problem, ...]]:
    sheets, problems = _drawn(form, job, source, library)
    pdf, pages = as_pdf(sheets), pages_of(sheets)
    if found := differences(pdf, pages, form):
        raise Refused(source.placed(found))
    return {WHOLE: pdf}, len(pages), problems


def _drawn(
    form: str, job: Job, source: ProfileFile, library: Library
) -> tuple[tuple[FilledSheet, ...], tuple[Problem, ...]]:
    filing = begin_sheet(form, source, as_of=job.as_of, library=library)
    sheets = filing.filled(filing.edition(form))
    return sheets, filing.placed(p for sheet in sheets for p in sheet.problems)


def _packed(packet: Packet, kind: Kind) -> Product:
    if kind == "folder":
        return packet.contents
    if kind == "pdf":
        return {WHOLE: packet.contents["packet.pdf"]}
    file = tempfile.TemporaryFile(prefix=".formgen-")  # noqa: SIM115 - held
    zip_into(file, packet.contents)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return {WHOLE: Held(file, size, hashlib.file_digest(file, "sha256").hexdigest())}


@contextmanager
def _folder(recipe: Recipe, job: Job) -> Iterator[Path]:
    """The folder with the files of a case: that of the table, or one for what came with the case."""
    if job.files is None:
        yield recipe.folder
        return
    with tempfile.TemporaryDirectory(prefix=".formgen-") as made:
        folder = Path(made).resolve()
        for name, content in job.files.items():
            path = folder / inner_path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield folder


@cache
def _scans() -> KnownScans:
    return KnownScans()
