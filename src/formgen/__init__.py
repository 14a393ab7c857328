"""formgen: one JSON profile in, official Japanese immigration papers out, as a packet ready to hand in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from formgen.version import __version__

if TYPE_CHECKING:
    from formgen.api import Checked, blank, check, forms, plan, preview, render, render_many, rendered, sample
    from formgen.filing.packet import Packet, make_packet
    from formgen.ground.problems import Broken, Problem, Refused
    from formgen.library import Library, open_library
    from formgen.planning import Plan
    from formgen.profile.model import Profile
    from formgen.profile.reading import ProfileFile, read_profile

_PLACES = {
    "formgen.api": (
        "Checked",
        "blank",
        "check",
        "forms",
        "plan",
        "preview",
        "render",
        "render_many",
        "rendered",
        "sample",
    ),
    "formgen.library": ("Library", "open_library"),
    "formgen.filing.packet": ("Packet", "make_packet"),
    "formgen.planning.model": ("Plan",),
    "formgen.ground.problems": ("Broken", "Problem", "Refused"),
    "formgen.profile.model": ("Profile",),
    "formgen.profile.reading": ("ProfileFile", "read_profile"),
}
_NAMES = {name: place for place, names in _PLACES.items() for name in names}

__all__ = [
    "Broken",
    "Checked",
    "Library",
    "Packet",
    "Plan",
    "Problem",
    "Profile",
    "ProfileFile",
    "Refused",
    "__version__",
    "blank",
    "check",
    "forms",
    "make_packet",
    "open_library",
    "plan",
    "preview",
    "read_profile",
    "render",
    "render_many",
    "rendered",
    "sample",
]


def __getattr__(name: str) -> Any:
    """Names are loaded when they are first used, so that `import formgen` costs nothing."""
    if name not in _NAMES:
        raise AttributeError(f"module 'formgen' has no attribute {name!r}")
    return getattr(import_module(_NAMES[name]), name)
