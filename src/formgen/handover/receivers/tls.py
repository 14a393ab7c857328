"""Whom a connection believes."""

from __future__ import annotations

import ssl
from pathlib import Path

from formgen.ground.problems import Refused, problem


def trusted(base: str, ca: Path | None) -> ssl.SSLContext | bool:
    """Who is believed: those the system believes, or the one authority that the settings name."""
    if not base.startswith("https:"):
        # What has no TLS needs no list of authorities, which takes longer to read than all the rest.
        return False
    try:
        return ssl.create_default_context(cafile=ca)
    except (OSError, ValueError):
        raise Refused([problem("E-SEND.ca", path=ca)]) from None


def untrusted(error: BaseException | None) -> bool:
    """Whether a connection failed because the other side could not prove who it is."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
