"""formgen: one JSON profile in, official Japanese immigration papers out, as a packet ready to hand in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from formgen.version import __version__

# For editors and type checkers; at run time a name is loaded when it is first used.
if TYPE_CHECKING:
    from formgen.api import (
        Batch,
        Broken,
        Bundle,
        Checked,
        Library,
        Packet,
        Plan,
        Problem,
        Profile,
        ProfileFile,
        Refused,
        blank,
        bundle,
        certificate_number,
        changes,
        check,
        forms,
        make_batch,
        make_packet,
        open_library,
        plan,
        preview,
        read_profile,
        render,
        render_many,
        rendered,
        sample,
        send,
        who,
    )

__all__ = [
    "Batch",
    "Broken",
    "Bundle",
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
    "bundle",
    "certificate_number",
    "changes",
    "check",
    "forms",
    "make_batch",
    "make_packet",
    "open_library",
    "plan",
    "preview",
    "read_profile",
    "render",
    "render_many",
    "rendered",
    "sample",
    "send",
    "who",
]


def __getattr__(name: str) -> Any:
    """Names are loaded when they are first used, so that `import formgen` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'formgen' has no attribute {name!r}")
    return getattr(import_module("formgen.api"), name)
