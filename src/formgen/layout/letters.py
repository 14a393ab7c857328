"""Full-width and half-width characters, where a form asks for one of them. Only what is printed changes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

LetterWidth = Literal["full", "half"]

# ASCII and its full-width forms stand in the same order, the space apart.
_HALF = [*range(0x21, 0x7F), 0x20]
_FULL = [*range(0xFF01, 0xFF5F), 0x3000]
_HALF_KANA = re.compile("[\uff61-\uff9f]+")


def letters(text: str, wanted: LetterWidth | None) -> str:
    """The text as a form asks for it; as it is where the form asks for nothing.

    `full` widens Latin letters, digits, signs and half-width kana (ｶﾞ becomes ガ); `half` narrows letters, digits
    and signs, and leaves kana alone.
    """
    if wanted is None:
        return text
    if wanted == "full":
        # NFKC on half-width kana alone: on a whole name it would put other kanji in the place of some.
        text = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return text.translate(_table(wanted))


@cache
def _table(wanted: LetterWidth) -> dict[int, int]:
    return dict(zip(_HALF, _FULL, strict=True) if wanted == "full" else zip(_FULL, _HALF, strict=True))
