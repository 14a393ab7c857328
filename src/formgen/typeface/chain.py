"""Chooses the font for a text: one font for the whole value if one has it all, refusal if none has a part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from formgen.typeface.cluster import clusters
from formgen.typeface.errors import MissingGlyphs
from formgen.typeface.faces import VERTICAL, Face, face
from formgen.typeface.locate import RARE, font_file

# The first font that has a whole value draws it. The rare ones come last:
# they are lighter and look patched beside the others.
STYLES = {
    "mincho": ("BIZUDMincho-Regular", "NotoSerif-Light", *RARE),
    "gothic": ("BIZUDGothic-Regular", "NotoSerif-Light", *RARE),
    "bold": ("BIZUDGothic-Bold", "NotoSerif-Light", *RARE),
    "latin": ("NotoSerif-Light", "BIZUDMincho-Regular", *RARE),
}

_LETTERS = "A-Za-zªºÀ-ÖØ-öø-ʯͰ-ͽͿ-ԯḀ-῿"
_LETTER = re.compile(f"[{_LETTERS}]")
_WESTERN = re.compile(r"[ -~\u00a0-\u02af\u0300-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e]*")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text and the name of the font that draws it."""

    face: str
    text: str


class Chain:
    """The fonts of one style in order, and which of them draws what."""

    def __init__(self, names: Sequence[str], absent: Sequence[str] = ()) -> None:
        self.faces = tuple(face(name) for name in names if name not in absent)
        self.absent = tuple(face(name) for name in names if name in absent)
        self._drawn = _Drawn(self.faces)

    def missing(self, parts: Iterable[str]) -> tuple[str, ...]:
        """Return the clusters no font may draw, each once."""
        drawn = self._drawn
        return tuple(part for part in dict.fromkeys(parts) if drawn[part] is None)

    def whole(self, parts: tuple[str, ...]) -> Face | None:
        """Return the first font that has every one of these clusters."""
        return next((one for one in self.faces if one.has(parts)), None)

    def assigned(self, parts: tuple[str, ...]) -> Iterator[tuple[str, Face | None]]:
        """Give each cluster with its font: one for all, if that can be.

        Else one for all Western words and one for all the rest; else one for each word, or for each cluster.
        A space takes the font before it, as some readers drop a piece of text that is nothing but spaces.
        """
        one, before = self.whole(parts), None
        shared = {
            western: one or self.whole(tuple(p for p in parts if _western(p) == western)) for western in (True, False)
        }
        for word in _words(parts):
            same = shared[_western(word[0])] or self.whole(word)
            for part in word:
                goes_on = before is not None and part.isspace() and before.gid(part) is not None
                before = before if goes_on else same or self._drawn[part]
                yield part, before

    def refusal(self, parts: Sequence[str]) -> MissingGlyphs:
        """Return the error for clusters no font may draw."""
        would = any(one.gid(part) is not None for one in self.absent for part in parts)
        return MissingGlyphs(parts, [one.name for one in self.faces], would)


class _Drawn(dict[str, Face | None]):
    """Cluster to the first font that may draw it, filled on demand."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces = faces

    def __missing__(self, cluster: str) -> Face | None:
        # Not kept when no font has it: there is no end to such clusters.
        found = next((one for one in self._faces if one.gid(cluster) is not None), None)
        if found is not None:
            self[cluster] = found
        return found


@cache
def chain_of(style: str) -> Chain:
    """Return the chain of a style, with the fonts that are installed."""
    if style not in STYLES:
        raise ValueError(f"no style is called {style!r}; there are {', '.join(STYLES)}")
    return Chain(STYLES[style], [name for name in RARE if font_file(name) is None])


def runs(text: str, style: str = "mincho") -> tuple[Run, ...]:
    """Return the text with its fonts; raise MissingGlyphs that lists everything no font may draw."""
    chain, parts = chain_of(_style(text, style)), clusters(text)
    one = chain.whole(parts)
    if one:
        return (Run(one.name, text),) if text else ()
    missing = chain.missing(parts)
    if missing:
        raise chain.refusal(missing)
    groups = groupby(chain.assigned(parts), key=lambda pair: pair[1].name if pair[1] else "")
    return tuple(Run(name, "".join(part for part, _ in pairs)) for name, pairs in groups)


def one_face(text: str, style: str = "mincho") -> str | None:
    """Return the name of the font that has every character of a text, None when no single font has."""
    one = chain_of(_style(text, style)).whole(clusters(text))
    return one.name if one else None


def upright(run: Run) -> str:
    """Return the name of the font that draws a run in vertical writing: another only where the shapes differ."""
    flat, turned = face(run.face), face(run.face + VERTICAL)
    same = all(flat.gid(part) == turned.gid(part) for part in clusters(run.text))
    return flat.name if same else turned.name


def missing(text: str, style: str = "mincho") -> tuple[str, ...]:
    """Return the clusters of a text that no font may draw, each once; opens no font file."""
    return chain_of(style).missing(clusters(text))


def who_draws(text: str, style: str = "mincho") -> list[tuple[str, str | None]]:
    """Return each cluster of a text with the name of its font, None where no font may draw it."""
    assigned = chain_of(_style(text, style)).assigned(clusters(text))
    return [(part, one.name if one else None) for part, one in assigned]


def simplified(text: str) -> tuple[str, ...]:
    """Return the characters of a text that are simplified Chinese: in GB 2312, in no Japanese standard."""
    return tuple(c for c in dict.fromkeys(text) if _is_simplified(c))


@lru_cache(maxsize=8192)
def _is_simplified(char: str) -> bool:
    # Python's codecs are the tables of these standards. On Japanese papers
    # such a form is mostly a slip: told, but drawn.
    return _is_kanji(char) and _in("gb2312", char) and not _in_japan(char)


def _in_japan(char: str) -> bool:
    """JIS X 0208 and 0212 (euc_jp), JIS X 0213 (euc_jis_2004), Windows-31J."""
    return any(_in(codec, char) for codec in ("euc_jp", "euc_jis_2004", "cp932"))


def _in(codec: str, char: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _style(text: str, style: str) -> str:
    """Return the style that draws a text: Western words beyond ASCII go to the Latin font."""
    # Japanese fonts draw other letters full-width. ASCII stays, so that figures, names and addresses of mail in one
    # column are of one face.
    if style != "latin" and not text.isascii() and _WESTERN.fullmatch(text) and _LETTER.search(text):
        return "latin"
    return style


def _words(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Give runs of Western letters, and of everything else, so that no word changes its font midway."""
    return (tuple(word) for _, word in groupby(parts, key=_western))


def _western(part: str) -> bool:
    return _LETTER.match(part) is not None


def _is_kanji(char: str) -> bool:
    # The compatibility ideographs, too: U+FA19 is another spelling of a name than U+795E.
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"
