"""Passwords and what an owner forbids."""

from __future__ import annotations

import foreign


def user_password() -> bytes:
    return foreign.encrypted()


def printing_forbidden() -> bytes:
    return foreign.restricted(print_lowres=False, print_highres=False)
