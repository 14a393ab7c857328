"""Cuts text into what is drawn as one glyph; it changes no character of what it was given."""

from __future__ import annotations

import re
from unicodedata import normalize

# A variation selector chooses one of the shapes of a kanji: with another one, or none, the name is another name.
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# U+3099 and U+309A are the voiced marks of kana: some systems write ガ as カ and U+3099.
MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"

_JOINER = re.compile(f"[{SELECTORS}{MARKS}]")
_SELECTOR = re.compile(f"[{SELECTORS}]")
_CLUSTER = re.compile(f".(?:[{SELECTORS}]|[{MARKS}]+)?", re.DOTALL)


def clusters(text: str) -> tuple[str, ...]:
    """Return the text cut into base + selector, base + combining marks, or single characters."""
    # Nearly every text: no need to look at it character by character.
    if text.isascii() or not _JOINER.search(text):
        return tuple(text)
    return tuple(_CLUSTER.findall(text))


def is_sequence(cluster: str) -> bool:
    """Tell whether a cluster is a base with a variation selector."""
    return len(cluster) == 2 and _SELECTOR.match(cluster, 1) is not None


def composed(cluster: str) -> str | None:
    """Return the one character that base + marks stand for, for lookup only; None when there is none."""
    # Never for what is printed: NFC would turn U+FA19 into U+795E, another spelling of a name.
    single = normalize("NFC", cluster)
    return single if len(single) == 1 else None
