"""What a file may be, by the words of documents and the names of people in its name and on its first page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from formgen.planning.model import PlannedDocument
from formgen.profile.model import Profile
from formgen.spec.rules import DocumentKind

Where = Literal["name", "text"]
Doubt = Literal[
    "no-words", "several-documents", "name-and-text-differ", "whose", "several-files", "original", "unreadable"
]
# Shorter than this a word is in too many others.
_SHORTEST = 2


@dataclass(frozen=True)
class Sign:
    """A word of the rules that a file has in its name or on its first page."""

    where: Where
    word: str

    def as_json(self) -> dict[str, object]:
        """As in `check --json`."""
        return {"where": self.where, "word": self.word}


@dataclass(frozen=True)
class Match:
    """The documents a file may be: exactly one, or a `doubt` says why it cannot be told.

    `person_by`: where the person's name was found, of several that the document may be of.
    """

    documents: tuple[PlannedDocument, ...] = ()
    signs: tuple[Sign, ...] = ()
    doubt: Doubt | None = None
    person_by: Where | None = None


def match(
    name: str, text: str, wanted: Iterable[PlannedDocument], kinds: Mapping[str, DocumentKind], profile: Profile
) -> Match:
    """Of the `wanted` documents, what a file may be: `name` is its own without the ending, `text` its first page."""
    every, plain, page = tuple(wanted), _plain(name), _plain(text)
    by_name, by_text = _likely(plain, every, kinds), _likely(page, every, kinds)
    ids, doubt = _agreed(by_name, by_text)
    found = tuple(document for document in every if document.document in ids)
    made = Match(found, (*_signs("name", by_name), *_signs("text", by_text)), doubt)
    return made if doubt else _of_whom(made, plain, page, profile)


def _plain(text: str) -> str:
    """For comparison only: width, case, accents, spaces and signs do not count."""
    # Apart from its marks an accented letter is what people type for it (HƯƠNG: huong).
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def _likely(text: str, wanted: Iterable[PlannedDocument], kinds: Mapping[str, DocumentKind]) -> dict[str, str]:
    """The documents whose longest word in a text is the longest of all, with that word."""
    best = {d.document: word for d in wanted if (word := _longest(text, d, kinds.get(d.document)))}
    most = max((len(_plain(word)) for word in best.values()), default=0)
    return {name: word for name, word in best.items() if len(_plain(word)) == most}


def _longest(text: str, document: PlannedDocument, kind: DocumentKind | None) -> str:
    words = [document.title.partition("（")[0].removesuffix("の写し"), *(kind.known_by if kind else ())]
    held = [word for word in words if len(_plain(word)) >= _SHORTEST and _plain(word) in text]
    return max(held, key=lambda word: len(_plain(word)), default="")


def _signs(where: Where, found: Mapping[str, str]) -> Iterator[Sign]:
    return (Sign(where, word) for word in dict.fromkeys(found.values()))


def _agreed(by_name: Mapping[str, str], by_text: Mapping[str, str]) -> tuple[set[str], Doubt | None]:
    """The documents that name and text allow, and the doubt where they are not one."""
    if by_name and by_text:
        both = {*by_name} & {*by_text}
        if not both:
            return {*by_name, *by_text}, "name-and-text-differ"
    else:
        both = {*by_name, *by_text}
    if not both:
        return set(), "no-words"
    return both, None if len(both) == 1 else "several-documents"


def _of_whom(found: Match, name: str, page: str, profile: Profile) -> Match:
    """Of one document for several persons or institutions the one that is named; never one where another is named."""
    of = {_whose(document): document for document in found.documents}
    if len(of) < len(found.documents):
        return replace(found, doubt="whose")
    people = _people(found.documents[0], profile)
    # In the name of a file people write a surname alone; on a page it may be anybody's.
    parts = {number: [part for one in names for part in one.split()] for number, names in people.items()}
    for where, text, names in _places(name, page, people, parts):
        named = [n for n, own in names.items() if any(len(p := _plain(one)) >= _SHORTEST and p in text for one in own)]
        if len(named) == 1 and len(people) > 1:
            document = of.get(named[0])
            return replace(found, documents=(document,), person_by=where) if document else replace(found, doubt="whose")
        if named:
            break
    return found if len(found.documents) == 1 else replace(found, doubt="whose")


def _places(
    name: str, page: str, whole: Mapping[int, list[str]], parts: Mapping[int, list[str]]
) -> Iterator[tuple[Where, str, Mapping[int, list[str]]]]:
    """Where names are looked for, the surest first."""
    yield "name", name, whole
    yield "text", page, whole
    yield "name", name, parts


def _whose(document: PlannedDocument) -> int:
    """The number of the person, permission or institution it is of."""
    numbers = (document.institution, document.permission, document.user)
    return next((number for number in numbers if number is not None), 0)


def _people(document: PlannedDocument, profile: Profile) -> dict[int, list[str]]:
    """The names of all whom a document of this kind may be of, by their number; nobody for one of the whole filing."""
    if document.institution is not None:
        return {n: [one.name or ""] for n, one in enumerate(profile.institutions)}
    if document.permission is not None:
        return {n: [one.applicant.name or ""] for n, one in enumerate(profile.permission)}
    if document.user is not None:
        return {n: [one.name or "", one.name_kana or ""] for n, one in enumerate(profile.users)}
    return {}
