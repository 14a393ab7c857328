"""One word of any shipped form or rule file, misspelt: it is refused, or only words for people are others.

Every file that lies in form_specs is tried, whichever it is. FORMGEN_EVERY_WORD=1 tries every word; otherwise a sample
of each file is tried.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from formgen.files import cache, located
from formgen.ground.problems import Broken
from formgen.library import Library, facts, forms, sections
from formgen.library.lint import lint_library
from formgen.spec.fees import FeeElsewhere
from one_word import Renamed, difference, reader

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "form_specs"
FILES = sorted(path.relative_to(OURS).as_posix() for path in OURS.rglob("*.yaml"))
SAMPLE = 100
#: Latin words and codes, and runs of Japanese: names of offices and prefectures are compared as well.
WORD = re.compile(r"[A-Za-z][A-Za-z_-]{2,}|[ぁ-ヿ一-鿿々]{2,}")


def words_of(text: str) -> list[re.Match[str]]:
    """The words of a file, comments left out."""
    comments = [m.span() for m in re.finditer(r"(?m)(?:^|(?<=\s))#.*$", text)]
    return [m for m in WORD.finditer(text) if not any(a <= m.start() < b for a, b in comments)]


def misspelt(word: str, chance: random.Random) -> str:
    """The word with two neighbours swapped, or one letter doubled where that changes nothing."""
    places = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
    at = chance.choice(places) if places else 0
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if places else word + word[-1]


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of broken files are not put into the cache; files that stay the same are parsed once."""
    monkeypatch.setattr(cache, "_folder", lambda: None)
    parsed = lru_cache(maxsize=128)(located.read_yaml)
    for module in (sections, forms, facts):
        monkeypatch.setattr(module, "read_yaml", parsed)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("words") / "form_specs"
    shutil.copytree(OURS, place)
    return place


@pytest.fixture(scope="module")
def ours() -> Library:
    return Library(OURS)


def chosen(name: str) -> Iterator[tuple[re.Match[str], str]]:
    text = (OURS / name).read_text(encoding="utf-8")
    chance = random.Random(name)
    found = words_of(text)
    if not os.environ.get("FORMGEN_EVERY_WORD"):
        found = chance.sample(found, min(SAMPLE, len(found)))
    for match in found:
        yield match, text[: match.start()] + misspelt(match.group(), chance) + text[match.end() :]


def refused(library: Library) -> bool:
    """Whether a file names what is gone from another one."""
    try:
        for name in library.packet_files:
            library.packet(name)
        for name in library.procedure_files:
            library.procedure(name)
        for name in library.files:
            library.editions(name)
    except Broken:
        return True
    return bool(lint_library(library))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_misspelt_word_passes(name: str, copy: Path, ours: Library) -> None:
    path, read = copy / name, reader(copy, name, ours)
    right, unchanged = path.read_text(encoding="utf-8"), read()
    passed = []
    try:
        for match, wrong in chosen(name):
            path.write_text(wrong, encoding="utf-8")
            try:
                found = difference(unchanged, read(), Renamed())
            except Broken:
                continue
            if found and not refused(Library(copy)):
                line = right[: match.start()].count("\n") + 1
                passed.append(f"{name}:{line} {match.group()}: {found}")
    finally:
        path.write_text(right, encoding="utf-8")
    assert passed == []


def test_the_comparison_sees_everything_but_words() -> None:
    fee, other = {"id": "a", "title": {"ja": "甲", "en": "A"}, "route": "any", "amount": 1}, {"amount": 2}
    rest = {"because": {"ja": "乙", "en": "B"}, "status": "inferred", "source": "law"}

    def two(first: dict[str, object], second: dict[str, object]) -> list[FeeElsewhere]:
        return [FeeElsewhere.model_validate({**fee, **rest, **changed}) for changed in (first, second)]

    ours = two({}, other)
    assert difference(ours, two({"title": {"ja": "丙", "en": "C"}}, other), Renamed()) is None
    assert difference(ours, two({"id": "b"}, {"id": "b", **other}), Renamed()) is None
    assert difference(ours, two({"id": "b"}, other), Renamed()) == "/list.1/FeeElsewhere.id"
    assert difference(ours, two({"source": "lwa"}, other), Renamed()) == "/list.0/FeeElsewhere.source"
    assert difference(ours, two({"title": {"ja": "{amount}", "en": "A"}}, other), Renamed()) is not None
