"""Did you mean: the nearest known words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """A suggestion in Japanese and English: the nearest known words, or all of them."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        listed = " / ".join(near)
        return f"「{listed}」の誤りではありませんか。", f"Did you mean {listed}?"
    listed = ", ".join(names)
    return f"使えるもの：{listed}", f"Known: {listed}"
