"""Texts with placeholders, `{date}_{title}`: what is blank takes its separators with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from formgen.ground.suggestions import did_you_mean

PLACEHOLDERS: Mapping[str, tuple[str, str]] = {
    "date": ("一式の日付（2026-11-24）", "the day of the packet (2026-11-24)"),
    "yyyymmdd": ("一式の日付（20261124）", "the day of the packet (20261124)"),
    "year": ("一式の日付の年", "the year of that day"),
    "title": ("この書類の題名", "the title of this paper"),
    "packet_title": ("主な様式の題名", "the title of the lead form"),
    "organization": ("機関の名称", "the organisation"),
    "person": (
        "この書類の人（一式では1人目と「ほか何名」）",
        "whose paper it is (of a packet the first, and how many more)",
    ),
    "people": ("関係する人全員", "everybody it is about"),
    "form": ("主な様式の id", "the id of the lead form"),
    "document": ("この書類の id（一式では空）", "the id of this paper (blank for a packet)"),
    "route": ("提出方法", "how it is filed"),
    "office": ("提出先", "the office"),
    "fee": ("手数料（円）", "the fee in yen"),
    "number": ("一式の中の順番（01）", "its place in the packet (01)"),
    "pages": ("ページ数", "how many pages"),
    "bytes": ("大きさ（バイト）", "its size in bytes"),
    "key": ("SHA-256 の先頭8桁", "the first 8 digits of its SHA-256"),
    "sha256": ("SHA-256", "its SHA-256"),
    "packet": (
        "一式（manifest.json）の SHA-256 の先頭8桁",
        "the first 8 digits of the packet's SHA-256 (manifest.json)",
    ),
    "draft": ("未完の一式なら「未完」", "未完 where the packet is unfinished"),
    "file": ("付けられたファイル名", "the name the file was given"),
}
"""What a pattern may hold, with its meaning in Japanese and English."""

# `file` is what a name pattern makes.
IN_NAMES = tuple(name for name in PLACEHOLDERS if name != "file")

_HOLE = re.compile(r"\{([^{}]*)\}")
_SEPARATORS = re.compile(r"[_\-\s・、，,.／/｜|]+")
_TOKENS = re.compile(rf"{_HOLE.pattern}|{_SEPARATORS.pattern}")
_BRACKETED = re.compile("|".join(f"{re.escape(a)}[^{re.escape(a + b)}]*{re.escape(b)}" for a, b in map(tuple, (
    "()", "（）", "[]", "［］", "【】", "「」", "『』", "〔〕", "〈〉", "《》", "<>"
))))  # fmt: skip
# Stands for brackets with nothing in them: a placeholder that is always blank.
_NOTHING = "{}"

Values = Mapping[str, str]


def faults(pattern: str, known: tuple[str, ...] = tuple(PLACEHOLDERS)) -> Iterator[tuple[str, str]]:
    """What is wrong with a pattern, in Japanese and English."""
    for word in _HOLE.findall(pattern):
        if word in PLACEHOLDERS and word not in known:
            yield f"{{{word}}} は名前には使えません。", f"{{{word}}} cannot be part of a name."
        elif word not in known:
            ja, en = did_you_mean(word, known)
            yield f"{{{word}}} という差し込みはありません。{ja}", f"there is no placeholder {{{word}}}. {en}"
    if {"{", "}"} & set(_HOLE.sub("", pattern)):
        yield "波括弧 { } が対になっていません。", "a brace { } has no partner."


def holes_of(pattern: str) -> tuple[str, ...]:
    """The placeholders of a pattern."""
    return tuple(_HOLE.findall(pattern))


def fill(pattern: str, values: Values) -> str:
    """The text. A part between separators or in brackets whose placeholders are all blank is left out with them."""
    known = {**values, "": ""}
    found, left_out = "", False
    for separator, part in _parts(_BRACKETED.sub(lambda group: _unless_blank(group[0], known), pattern)):
        if _blank(part, known):
            left_out = True
        elif part:
            found += (separator if found or not left_out else "") + _HOLE.sub(lambda hole: known[hole[1]], part)
            left_out = left_out and not found
        elif not left_out:
            # At the end of the pattern, as it was written.
            found += separator
    return found


def _blank(part: str, values: Values) -> bool:
    holes = holes_of(part)
    return bool(holes) and not any(values[hole].strip() for hole in holes)


def _unless_blank(group: str, values: Values) -> str:
    return _NOTHING if _blank(group, values) else group


def _parts(pattern: str) -> Iterator[tuple[str, str]]:
    """Each with the separator before it. Separators are looked for outside of placeholders."""
    separator, part = "", ""
    for piece in _tokens(pattern):
        if _SEPARATORS.fullmatch(piece):
            yield separator, part
            separator, part = piece, ""
        else:
            part += piece
    yield separator, part


def _tokens(pattern: str) -> Iterator[str]:
    """Placeholders, separators, and what is between them."""
    at = 0
    for found in _TOKENS.finditer(pattern):
        yield from filter(None, (pattern[at : found.start()], found[0]))
        at = found.end()
    yield from filter(None, (pattern[at:],))
