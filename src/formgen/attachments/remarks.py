"""What a reader says of a file that it takes: held against what can be said, then put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter

from formgen.attachments.found import MAX_PAGES, Note
from formgen.ground.message import Message
from formgen.ground.messages import MESSAGES
from formgen.ground.problems import Problem, problem
from formgen.ground.terms import TERMS

# A number beyond this only says "very many".
_MOST = 1_000_000
# What may be forbidden somewhere.
_REFUSED = {"protected": "E-FILE.protected"}
# As in wishes, which is for the worker only.
_MOST_TEXTS, _MOST_LETTERS = 500, 20_000
# So many ranges of pages are listed one by one.
_LISTED = 6


#: What `words` fills in.
_FILLED = frozenset({"where", "where_en", "kinds", "kinds_en"})


def _needs_no_more(message: Message) -> bool:
    parsed = (part for text in message for part in Formatter().parse(text))
    return {name for _, name, _, _ in parsed if name is not None} <= _FILLED


def _sayable(family: str) -> frozenset[str]:
    return frozenset(
        key.partition(".")[2] for key, m in MESSAGES.items() if key.startswith(family) and _needs_no_more(m)
    )


#: What a reader can say of a file that it takes, and why it takes one not (where on its pages, for some reasons). Other
#: messages about files say more, and are raised by whoever knows it.
_WORDS = {False: _sayable("W-FILE."), True: _sayable("E-FILE.")}


def told(said: object, *, refused: bool = False) -> tuple[Note, ...]:
    """The notes as they came from a worker, which has read a foreign file. Raises `ValueError` for any others.

    `refused`: of a file that is not taken they say why.
    """
    if not isinstance(said, list) or len(said) > 100:
        raise ValueError
    return tuple(_sound(one, _WORDS[refused]) for one in said)


def letters(said: object) -> tuple[str, ...]:
    """The texts for which a worker asks for fonts, within bounds. Raises `ValueError` for anything else."""
    match said:
        case list() if len(said) <= _MOST_TEXTS and all(isinstance(text, str) for text in said):
            if sum(map(len, said)) <= _MOST_LETTERS:
                return tuple(said)
    raise ValueError


def _sound(said: object, known: frozenset[str]) -> Note:
    match said:
        case [str(word), int(number), list(pages), list(kinds)]:
            sound = word in known and all(f"{word}.{kind}" in TERMS for kind in kinds)
            if sound and all(isinstance(page, int) and 0 < page <= MAX_PAGES for page in pages):
                return Note(word, max(0, min(number, _MOST)), tuple(sorted({*pages})), tuple(dict.fromkeys(kinds)))
    raise ValueError


def problems(notes: Iterable[Note], *, forbidden: frozenset[str] = frozenset(), **place: str) -> Iterator[Problem]:
    """One warning for each note; an error for a word that is forbidden here. `place`: as for `problem`."""
    for note in notes:
        refused = _REFUSED.get(note.word) if note.word in forbidden else None
        yield problem(refused or f"W-FILE.{note.word}", **place, **words(note))


def words(note: Note) -> dict[str, str]:
    """Of its message. `where`: how many and on which pages, in brackets, or nothing; `kinds`: what it is about."""
    count = f"{note.number:,}" if note.number else ""
    pages = _ranges(note.pages)
    several = "s" if len(note.pages) > 1 else ""
    ja = "、".join(filter(None, (count and f"{count}件", pages and f"{pages.replace(', ', '、')}ページ目")))
    en = ", ".join(filter(None, (count and f"number: {count}", pages and f"page{several} {pages}")))
    kinds = [TERMS[f"{note.word}.{kind}"] for kind in note.kinds]
    return {
        "where": ja and f"（{ja}）",
        "where_en": en and f" ({en})",
        "kinds": "・".join(ja for ja, _ in kinds),
        "kinds_en": ", ".join(en for _, en in kinds),
    }


def _ranges(pages: Iterable[int]) -> str:
    """Pages for people: `1-3, 5`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_LISTED]]
    return ", ".join(shown) + (" …" if len(runs) > _LISTED else "")
