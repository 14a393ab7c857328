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
        # No slash between them: it parts the languages where both are said.
        ja = "か".join(f"「{name}」" for name in near)
        return f"{ja}の誤りではありませんか。", f"Did you mean {' or '.join(near)}?"
    family = [name for name in names if name.partition(".")[0] == word.partition(".")[0]] or names
    listed = ", ".join(family[:_MOST]) + (", …" if len(family) > _MOST else "")
    return f"使えるもの：{listed}", f"Known: {listed}"
