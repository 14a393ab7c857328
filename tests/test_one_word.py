"""One word of any shipped form or rule file, misspelt: it is refused, or no plan and no filled sheet is another.

Free words (titles, reasons, printed texts) may change what is read on paper or screen, never what is asked for, made
or filled in. FORMGEN_EVERY_WORD=1 tries every word; otherwise a sample of each file is tried.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen.files import cache
from formgen.ground.marks import Text
from formgen.ground.problems import Broken, Refused
from formgen.library import Library
from formgen.profile.facts import Facts
from formgen.profile.reading import read_profile
from formgen.sheet.make import make_sheet
from one_word import plans_of

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "form_specs"
FILES = sorted(path.relative_to(OURS).as_posix() for path in OURS.rglob("*.yaml"))
SAMPLE = 6
WORD = re.compile(r"[A-Za-z][A-Za-z_-]{2,}")


def words_of(text: str) -> list[re.Match[str]]:
    """The Latin words of a file, comments left out."""
    comments = [m.span() for m in re.finditer(r"(?m)(?:^|(?<=\s))#.*$", text)]
    return [m for m in WORD.finditer(text) if not any(a <= m.start() < b for a, b in comments)]


def misspelt(word: str, chance: random.Random) -> str:
    """The word with two neighbours swapped, or one letter doubled where that changes nothing."""
    places = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
    at = chance.choice(places) if places else 0
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if places else word + word[-1]


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of broken files are not put into the cache."""
    monkeypatch.setattr(cache, "_folder", lambda: None)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("words") / "form_specs"
    shutil.copytree(OURS, place)
    return place


@pytest.fixture(scope="module")
def unchanged() -> Any:
    return meaning(Library(OURS))


def meaning(library: Library) -> Any:
    """What the files come to: the plans of many situations without their words, and the values on every sheet."""
    return list(plans_of(library)), [filled(library, name) for name in sorted(library.files)]


def filled(library: Library, name: str) -> list[tuple[object, ...]]:
    """The value marks of a sheet filled with its sample: which text stands where."""
    source = read_profile(library.sample_of(name))
    edition = library.editions(name)[-1]
    sheet = make_sheet(edition, facts_for(library, source.profile))
    told = [(p.key, p.field) for p in sheet.problems]
    return [
        (*told,),
        *((m.text, round(m.x, 1), round(m.y, 1)) for p in sheet.laid.pages for m in p.values if isinstance(m, Text)),
    ]


def facts_for(library: Library, profile: Any) -> Facts:
    extra = {name: None for name in library.facts.facts if name.startswith(("office.", "fee.", "plan."))}
    permission = 0 if profile.permission else None
    user = 0 if profile.users else None
    return Facts(
        profile, date(2026, 11, 22), user=user, permission=permission, extra=extra, law=library.rules.derivations
    )


def chosen(name: str) -> Iterator[tuple[re.Match[str], str]]:
    text = (OURS / name).read_text(encoding="utf-8")
    chance = random.Random(name)
    found = words_of(text)
    if not os.environ.get("FORMGEN_EVERY_WORD"):
        found = chance.sample(found, min(SAMPLE, len(found)))
    for match in found:
        yield match, text[: match.start()] + misspelt(match.group(), chance) + text[match.end() :]


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_misspelt_word_changes_a_plan_silently(name: str, copy: Path, unchanged: Any) -> None:
    path = copy / name
    right = path.read_text(encoding="utf-8")
    passed = []
    try:
        for match, wrong in chosen(name):
            path.write_text(wrong, encoding="utf-8")
            try:
                same = meaning(Library(copy)) == unchanged
            except Broken:
                continue
            except Refused:
                same = False
            if not same:
                line = right[: match.start()].count("\n") + 1
                passed.append(f"{name}:{line} {match.group()}")
    finally:
        path.write_text(right, encoding="utf-8")
    assert passed == []


def test_samples_are_there() -> None:
    assert formgen.sample("usage-request")
