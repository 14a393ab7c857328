"""Did you mean: the nearest known words."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 24
"""How many known words are listed where none is near."""


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """A suggestion in Japanese and English: the nearest known words, or those of its family, or the first of all."""
    import difflib  # late: most runs suggest nothing

    names = sorted(known)
    # Sorted names, so that the answer does not depend on the order in which files were read.
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        listed = " / ".join(near)
        return f"「{listed}」の誤りではありませんか。", f"Did you mean {listed}?"
    family = [name for name in names if name.partition(".")[0] == word.partition(".")[0]] or names
    listed = ", ".join(family[:_MOST]) + (", …" if len(family) > _MOST else "")
    return f"使えるもの：{listed}", f"Known: {listed}"
