"""What a problem says: what is wrong and what to do, in Japanese and English."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """What is wrong and what to do, in both languages."""

    ja: str
    fix_ja: str
    en: str
    fix_en: str

    def text(self, lang: str) -> str:
        """What is wrong."""
        return self.en if lang == "en" else self.ja

    def fix(self, lang: str) -> str:
        """What to do."""
        return self.fix_en if lang == "en" else self.fix_ja
