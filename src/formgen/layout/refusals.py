"""What to say when a value cannot be drawn: what is wrong, and what Japanese papers expect instead."""

from __future__ import annotations

import unicodedata
from typing import Any

from formgen.ground.problems import Problem, problem
from formgen.layout.fitting import TooLong, TooMany
from formgen.layout.pictures import Misfit
from formgen.typeface import MissingGlyphs, code_points, simplified


def refusal(error: Exception, where: dict[str, Any]) -> Problem:
    """The problem for an error of layout; `where`: form, field, label, pointer."""
    match error:
        case TooLong(smallest, over):
            return problem("E-FIT.too-long", **where, smallest=f"{smallest:g}", over=over)
        case TooMany(key, room, count):
            return problem(key, **where, boxes=room, rows=room, count=count)
        case Misfit(key=key, words=words):
            return problem(key, **where, **words)
        case MissingGlyphs(clusters=clusters) if all(c[0] in _LINE_ENDS for c in clusters):
            return problem("E-FIT.line-break", **where)
        case MissingGlyphs():
            return problem("E-GLYPH.missing", **where, **missing_words(error))
    return problem("E-DATE.era", **where)


def warning(content: object, where: dict[str, Any]) -> tuple[Problem, ...]:
    """W-GLYPH for simplified Chinese forms in a text that was drawn."""
    found = simplified(content) if isinstance(content, str) else ()
    if not found:
        return ()
    return (problem("W-GLYPH.simplified", **where, characters=", ".join(code_points(c) for c in found)),)


def missing_words(error: MissingGlyphs) -> dict[str, str]:
    """What to say about characters no font has: which, what was tried, what to do."""
    # The package helps at once; how to write the name otherwise is for those it does not help.
    cures = dict.fromkeys([_RARE] if error.rare_absent else [cure(c) for c in error.clusters])
    return {
        "characters": ", ".join(code_points(c) for c in error.clusters),
        "faces": ", ".join(error.faces_tried),
        "cure": "".join(ja for ja, _ in cures),
        "cure_en": " ".join(en for _, en in cures),
    }


Cure = tuple[str, str]

_RARE = (
    "書体の包み formgen-fonts-rare を入れてください。",
    "Install the package formgen-fonts-rare, which has it.",
)
_LINE_ENDS = "\r\n\u2028\u2029"
_LINE_END = ("1行の欄です。改行を消してください。", "The cell takes one line: delete the line break.")
_UNSEEN = ("目に見えない文字を消してください。", "Delete the invisible character.")
_PRIVATE = (
    "外字（私用領域の文字）は他の機械では読めません。在留カードや住民票の字を、共通の文字で書いてください。",
    "Private-use characters exist on one machine only: write the character of the residence card in Unicode.",
)
_VARIANT = (
    "この異体字の指定（異体字セレクタ）はどの書体にもありません。在留カードの字体を確かめ、基の字だけで書いてください。",
    "No font has this variation sequence: compare with the residence card, or write the base character alone.",
)
_MARK = (
    "アクセント記号は、文字と一体のもの（é など）で書いてください。旅券の記号のないつづりも使えます。",
    "Write the accented letter as one character, or the spelling of the passport's machine-readable lines.",
)
_KANJI = (
    "在留カードの字体を確かめてください。在留カードでは、簡体字などは日本の正字に置き換えられています。",
    "Compare with the residence card, which replaces such forms by standard ones.",
)
_SIGN = ("記号は使わず、言葉で書いてください。", "Write it in words instead of this sign.")
_SCRIPT = (
    "日本の書類では、旅券のローマ字氏名（漢字の氏名があるときは漢字）を書きます。",
    "Japanese papers take the Latin name of the passport (or the name in kanji, where there is one).",
)


def cure(cluster: str) -> Cure:
    """What to write instead of a cluster no font may draw, in Japanese and in English."""
    first, kind = cluster[0], unicodedata.category(cluster[0])
    if first in _LINE_ENDS:
        return _LINE_END
    if kind == "Co":
        return _PRIVATE
    if len(cluster) == 2 and unicodedata.name(cluster[1], "").startswith("VARIATION SELECTOR"):
        return _VARIANT
    # Controls, unassigned code points, odd spaces, or a selector with no kanji before it.
    if kind[0] in "CZ" or unicodedata.name(first, "").startswith("VARIATION SELECTOR"):
        return _UNSEEN
    # A base with marks that no font has as one character.
    if kind[0] == "M" or len(cluster) > 1:
        return _MARK
    if "IDEOGRAPH" in unicodedata.name(first, ""):
        return _KANJI
    return _SCRIPT if kind[0] in "LN" else _SIGN
