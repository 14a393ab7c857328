"""Finds font files: in a wheel, at the root of a checkout, or in the package of rare fonts."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from formgen.typeface.errors import FontBroken

CORE = ("BIZUDMincho-Regular", "BIZUDGothic-Regular", "BIZUDGothic-Bold", "NotoSerif-Light")
RARE = ("ipamjm", "HanaMinA")

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent


def index_file(name: str) -> Path:
    """Return the place of a font's glyph index."""
    return _PACKAGE / "typeface" / "index" / f"{name}.idx"


def font_file(name: str) -> Path | None:
    """Return the place of a font file, None when it is not installed."""
    if name not in CORE and name not in RARE:
        raise FontBroken(name, f"no font is called {name}; there are {', '.join(CORE + RARE)}", absent=True)
    candidates = (folder / f"{name}.ttf" for folder in (_rare() if name in RARE else _core()))
    return next((path for path in candidates if path.is_file()), None)


def _core() -> tuple[Path, ...]:
    return _PACKAGE / "data" / "fonts" / "core", _CHECKOUT / "fonts" / "core"


def _rare() -> tuple[Path, ...]:
    return (_PACKAGE / "data" / "fonts" / "rare", _CHECKOUT / "fonts" / "rare", *_rare_package())


@cache
def _rare_package() -> tuple[Path, ...]:
    """The folder of the package of rare fonts, where that is installed."""
    # Looked for once: Python searches its whole path anew for a package that is not there.
    try:
        # A package of its own: 70 MB that only few names need.
        return (import_module("formgen_fonts_rare").folder(),)
    except ImportError:
        return ()
