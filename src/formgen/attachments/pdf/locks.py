"""Passwords and bans: who may open a PDF, and what its owner forbids. Nothing is broken open here."""

from __future__ import annotations

import pikepdf

from formgen.attachments.found import Note

_BANS = ("print", "print-well", "copy", "change", "comment", "fill-in", "rearrange", "read-aloud")


def locked(error: Exception, data: bytes) -> str:
    """How a file is locked that does not open for this error, in one word; empty when it is not."""
    if isinstance(error, pikepdf.PasswordError):
        return "encrypted"
    if "encryption" not in str(error):
        return ""
    # Its name is never encrypted itself. Whatever else there is belongs to shops and companies, each with its own.
    certificate = any(handler in data for handler in (b"/Adobe.PubSec", b"/Adobe.PPKLite", b"/Entrust.PPKEF"))
    return "certificate" if certificate else "own-lock"


def protection(source: pikepdf.Pdf) -> set[Note]:
    """`protected`, with what is banned, for a file that opens without a password and has one all the same."""
    if not source.is_encrypted:
        return set()
    may = source.allow
    allowed = (
        may.print_lowres,
        may.print_highres or not may.print_lowres,
        may.extract,
        may.modify_other,
        may.modify_annotation,
        may.modify_form,
        may.modify_assembly,
        may.accessibility,
    )
    banned = tuple(ban for ban, free in zip(_BANS, allowed, strict=True) if not free)
    return {Note("protected", kinds=banned or ("nothing",))}
