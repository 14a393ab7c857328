"""Looks after the installation: fonts, forms, versions, places to write. Never the network."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from formgen.files.temporary import file_in
from formgen.ground.problems import Refused
from formgen.version import __version__

# As in pyproject.toml: all that is needed at run time.
PACKAGES = ("reportlab", "pypdf", "pikepdf", "pypdfium2", "pillow", "pydantic", "Jinja2", "PyYAML", "typer")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `good` is None for what is merely reported or may be absent."""

    group: str
    name: str
    good: bool | None
    ja: str
    en: str

    def text(self, lang: str) -> str:
        """What was found."""
        return self.en if lang == "en" else self.ja


def examine(folder: Path | None = None, forms: Path | None = None) -> tuple[Finding, ...]:
    """Everything worth knowing when something does not work.

    `folder` is where output would go, `forms` a folder of the user's own forms.
    """
    return (*_versions(), *_core_fonts(), *_rare_fonts(), *_library(forms), *_places(folder or Path()))


def _versions() -> Iterator[Finding]:
    yield Finding("versions", "formgen", None, __version__, __version__)
    python = f"{platform.python_version()} ({platform.system()} {platform.machine()})"
    yield Finding("versions", "Python", None, python, python)
    for name in PACKAGES:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding("versions", name, False, "入っていません", "not installed")
        else:
            yield Finding("versions", name, None, version, version)


def _core_fonts() -> Iterator[Finding]:
    from formgen.typeface import CORE

    for name in CORE:
        yield _font(name, "fonts", needed=True)


def _rare_fonts() -> Iterator[Finding]:
    from formgen.typeface import RARE

    for name in RARE:
        yield _font(name, "rare-fonts", needed=False)


def _font(name: str, group: str, *, needed: bool) -> Finding:
    from formgen.typeface import RARE_PACKAGE, FontBroken, font_file
    from formgen.typeface.index import Index
    from formgen.typeface.locate import index_file

    try:
        head, path = Index(index_file(name)).head, font_file(name)
    except FontBroken:
        return Finding(group, name, False, "索引が読めません", "its index cannot be read")
    if path is None:
        more_ja = "" if needed else f"（珍しい漢字には {RARE_PACKAGE} を入れます）"
        more_en = "" if needed else f" (install {RARE_PACKAGE} for rare kanji)"
        return Finding(group, name, False if needed else None, "ありません" + more_ja, "absent" + more_en)
    if _sum(path) != head.sha256:
        return Finding(group, name, False, "元のファイルと違います", "is not the original file")
    return Finding(group, name, True, "元のファイルと一致", "is the original file")


def _sum(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""


def _library(forms: Path | None) -> Iterator[Finding]:
    from formgen.library import open_library

    library = open_library(forms)
    yield _reads("forms", lambda: len([e for f in library.files for e in library.editions(f)]))
    yield _reads("rules", lambda: len(library.rules.sources))


def _reads(name: str, count: Callable[[], int]) -> Finding:
    try:
        number = count()
    except Refused as refused:
        told = "; ".join(f"{p.file or ''}:{p.line or ''} {p.message('en')}" for p in refused.problems[:3])
        return Finding("data", name, False, f"読めません：{told}", f"cannot be read: {told}")
    what = {"forms": ("様式", "form files"), "rules": ("規則の出典", "sources of rules")}[name]
    return Finding("data", name, number > 0, f"{what[0]} {number}件", f"{number} {what[1]}")


def _places(folder: Path) -> Iterator[Finding]:
    for name, place in (("temporary", Path(tempfile.gettempdir())), ("current", folder)):
        # Rights are not everything: a full disk or one that is mounted
        # read-only shows only when something is written.
        good = os.access(place, os.W_OK | os.X_OK) and _writes(place)
        yield Finding("places", name, good, *(("書けます", "writable") if good else ("書けません", "not writable")))


def _writes(place: Path) -> bool:
    try:
        with file_in(place):
            return True
    except OSError:
        return False
