"""Names and texts in a PDF as text, whatever character set an old program wrote them in. Trusts no byte of them."""

from __future__ import annotations

from typing import Any

import pikepdf


def as_text(value: Any) -> str:
    """As it reads; a byte that is no UTF-8 becomes a lone surrogate, as in the keys that pikepdf tells of."""
    if isinstance(value, pikepdf.Name):
        return bytes(value).decode("utf-8", "surrogateescape")
    try:
        return str(value)
    except UnicodeDecodeError:
        return bytes(value).decode("utf-8", "replace")


def name_of(thing: Any, key: str) -> str:
    """The name under a key, or nothing when something else stands there."""
    value = thing.get(key)
    return as_text(value) if isinstance(value, pikepdf.Name) else ""


def under(holder: Any, name: str) -> Any:
    """What stands under a name that was read from the file; None for nothing."""
    return holder[name] if name in holder else None  # noqa: SIM401 - its own `get` knows no lone surrogates
