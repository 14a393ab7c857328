"""Passwords and what an owner forbids."""

from __future__ import annotations

import foreign
import pikepdf
from pikepdf import Encryption, Permissions


def _locked(*forbidden: str, **how: object) -> bytes:
    """Opens without a password; everything else is allowed."""
    allow = Permissions(**{name: name not in forbidden for name in Permissions._fields})
    encryption = Encryption(user="", owner="o", allow=allow, **how)
    return foreign.saved(foreign.pages(foreign.A4), encryption=encryption)


def user_password() -> bytes:
    return foreign.encrypted()


def user_password_of_40_bits() -> bytes:
    return foreign.saved(
        foreign.pages(foreign.A4), encryption=Encryption(user="u", owner="o", R=2, aes=False, metadata=False)
    )


def rc4_of_40_bits() -> bytes:
    return _locked(R=2, aes=False, metadata=False)


def rc4_of_128_bits() -> bytes:
    return _locked(R=3, aes=False, metadata=False)


def aes_of_128_bits() -> bytes:
    return _locked(R=4)


def aes_of_256_bits_as_first_written() -> bytes:
    return _locked(R=5)


def aes_of_256_bits() -> bytes:
    return _locked()


def printing_forbidden() -> bytes:
    return _locked("print_lowres", "print_highres")


def good_printing_forbidden() -> bytes:
    return _locked("print_highres")


def copying_forbidden() -> bytes:
    return _locked("extract")


def changing_forbidden() -> bytes:
    return _locked("modify_other")


def comments_forbidden() -> bytes:
    return _locked("modify_annotation")


def filling_in_forbidden() -> bytes:
    return _locked("modify_form")


def rearranging_forbidden() -> bytes:
    return _locked("modify_assembly")


def everything_forbidden() -> bytes:
    return _locked(*Permissions._fields)


def for_holders_of_a_certificate() -> bytes:
    return _locked().replace(b"/Standard", b"/Adobe.PubSec")


def for_one_program() -> bytes:
    return _locked().replace(b"/Standard", b"/FOPN_fLock")


def owner_password_and_signed() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.Root.Perms = pikepdf.Dictionary(UR3=pikepdf.Dictionary(ByteRange=[0, 1, 2, 3]))
    return foreign.saved(pdf, encryption=Encryption(user="", owner="o"))
