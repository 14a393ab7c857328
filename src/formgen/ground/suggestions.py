"""Did you mean: the nearest known words."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 24
"""How many known words are listed where none is near."""
_LONGEST = 100


def near(word: str, known: Iterable[str]) -> list[str]:
    """The known words that may have been meant, the nearest first."""
    import difflib  # late: most runs suggest nothing

    # Nobody misspells a word so; compared with every other a text pasted for a word would take long.
    if len(word) > _LONGEST:
        return []
    # Sorted names, so that the answer does not depend on the order in which files were read.
    return difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.6)


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """A suggestion in Japanese and English: the nearest known words, or those of its family, or the first of all."""
    names = sorted(known)
    if meant := near(word, names):
        # No slash between them: it parts the languages where both are said.
        ja = "か".join(f"「{name}」" for name in meant)
        return f"{ja}の誤りではありませんか。", f"Did you mean {' or '.join(meant)}?"
    family = [name for name in names if name.partition(".")[0] == word.partition(".")[0]] or names
    listed = ", ".join(family[:_MOST]) + (", …" if len(family) > _MOST else "")
    return f"使えるもの：{listed}", f"Known: {listed}"
