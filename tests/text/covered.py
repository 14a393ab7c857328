"""Strings of characters the fonts cover, and of characters they do not; and every text cell of every form."""

from __future__ import annotations

import random
import unicodedata
from functools import cache

from hypothesis import strategies as st

from formgen.ground.values import Value
from formgen.layout import LaidOut, lay_out
from formgen.spec.form import Form
from formgen.spec.items import TextBlank
from formgen.typeface import CORE, RARE, clusters, face, missing
from forms_under_test import NAMES, form

LIMIT = 80
NAMES_IN_USE = "佐藤鈴木高橋田中伊藤渡邊山本齋髙﨑德濵祐樹翔太陽子美咲株式会社東京都新宿区一丁目番号ＡＢＣ"
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンーッャュョ・"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -'.,/@()&"
SIGNS = "、。，．）」』】〉》〕］｝・ー々ぁぃぅぇぉっゃゅょ（「『【〈《〔［｛　 "


def sequence(key: int) -> str:
    """A variation sequence by its number in the index."""
    number = key & 0xFF
    return chr(key >> 8) + chr(0xFE00 + number if number < 16 else 0xE0100 + number - 16)


@cache
def singles() -> tuple[str, ...]:
    return tuple(sorted({chr(c) for name in CORE + RARE for c in face(name).index.chars}))


@cache
def astral() -> tuple[str, ...]:
    return tuple(c for c in singles() if ord(c) > 0xFFFF)


@cache
def variants() -> tuple[str, ...]:
    return tuple(sorted({sequence(k) for name in CORE + RARE for k in face(name).index.sequences}))


@cache
def combined() -> tuple[str, ...]:
    """Letters with combining marks, as some keyboards write them."""
    apart = {unicodedata.normalize("NFD", c) for c in singles()}
    return tuple(sorted(c for c in apart if len(c) > 1 and clusters(c) == (c,) and not missing(c)))


def pools() -> tuple[str | tuple[str, ...], ...]:
    return NAMES_IN_USE, KANA, LATIN, SIGNS, singles(), astral(), variants(), combined()


def some_text(chance: random.Random, limit: int = LIMIT) -> str:
    """A string of covered characters, up to `limit` clusters: of one kind, or mixed."""
    kinds = chance.sample(pools(), chance.choice((1, 1, 2, 3)))
    size = min(limit, 1 + int(chance.expovariate(1 / 18)))
    text = "".join(chance.choice(chance.choice(kinds)) for _ in range(size))
    return text if text.strip() else text + "字"


def _text_strategy() -> st.SearchStrategy[str]:
    kinds = [st.lists(st.sampled_from(pool), min_size=1, max_size=LIMIT) for pool in pools()]
    mixed = st.lists(st.one_of([st.sampled_from(pool) for pool in pools()]), min_size=1, max_size=LIMIT)
    return st.one_of(*kinds, mixed).map("".join)


covered_text = st.deferred(_text_strategy)


def text_cells() -> list[tuple[str, str]]:
    """(form, blank) for every text cell there is."""
    return [(name, blank.blank) for name in NAMES for blank in form(name).blanks if isinstance(blank, TextBlank)]


def laid_out(spec: Form, texts: dict[str, str]) -> LaidOut:
    """The form with these texts, whatever its conditions say; items printed for no case only are left out."""
    wanted = [n for n, placed in spec.numbered_blanks if placed.item.blank in texts]
    return lay_out(spec, wanted, {name: Value(text, f"/{name}") for name, text in texts.items()})
