"""No typo passes: every name in a packet or rule file that comes with formgen, corrupted by one letter, is refused.

Free text (titles, reasons, addresses) may say anything; names that nothing else mentions may have any form.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from plan_data import HERE

from formgen.ground.problems import Broken
from formgen.library import library_in
from formgen.library.packets import read_packet, read_procedure
from formgen.library.rule_checks import check
from formgen.library.rule_files import FILES
from formgen.library.sections import read_sections

ROOT = HERE.parent.parent
FORMS = ROOT / "form_specs"
PACKETS = sorted((FORMS / "packets").glob("*.yaml"))
PROCEDURES = sorted((FORMS / "procedures").glob("*.yaml"))
#: Words of a line that name something: keys, identifiers, facts; not what stands in quotes or is Japanese.
WORD = re.compile(r"(?<![\w.\"'-])[a-z][a-z_.-]*[a-z](?![\w\"'])")
#: After these keys anything may stand: text for people, names that only the plan shows.
FREE = re.compile(r"\b(ja|en|group|title|title_en|note|issuer|address|unless): ?.*$|#.*$")


def words(text: str) -> list[tuple[int, int]]:
    """Where the names of a file stand, by line without its free parts."""
    out, start = [], 0
    for line in text.split("\n"):
        kept = FREE.sub(lambda m: m.group(0)[:2] + " " * (len(m.group(0)) - 2), line)
        out += [(start + m.start(), start + m.end()) for m in WORD.finditer(kept)]
        start += len(line) + 1
    return out


def corrupted(text: str) -> list[tuple[str, str]]:
    """The file with one letter doubled, for each of its names."""
    return [
        (f"line {text.count(chr(10), 0, a) + 1}: {text[a:b]}", text[: b - 1] + text[b - 1] + text[b - 1 :])
        for a, b in words(text)
    ]


@pytest.fixture(scope="module")
def library():
    return library_in(FORMS)


@pytest.mark.parametrize("path", PACKETS, ids=lambda p: p.stem)
def test_one_letter_too_many_in_a_packet(path: Path, library, tmp_path: Path) -> None:
    rules, copy = library.rules, tmp_path / path.name
    every = corrupted(path.read_text(encoding="utf-8"))
    assert len(every) > 30
    passed = []
    for told, text in every:
        copy.write_text(text, encoding="utf-8")
        try:
            read_packet(copy, rules, library.files)
        except Broken:
            continue
        passed.append(told)
    assert passed == []


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda p: p.stem)
def test_one_letter_too_many_in_a_procedure(path: Path, library, tmp_path: Path) -> None:
    rules, copy = library.rules, tmp_path / path.name
    passed = []
    for told, text in corrupted(path.read_text(encoding="utf-8")):
        copy.write_text(text, encoding="utf-8")
        try:
            read_procedure(copy, rules, library.files)
        except Broken:
            continue
        passed.append(told)
    assert passed == []


#: In rule files, ids are what other files mention: read alone, a file may call its own things what it likes.
OWN_NAMES = {
    "documents": r"- id: .*",
    "limits": r"- id: .*",
    "fees": r"(- \{id: |^ +)(up-to|under|from|1)-.*|- id: (certificate|acquisition|extra|support)-.*",
}


@pytest.mark.parametrize("name", ["fees", "limits", "postage", "steps", "derived", "documents"])
def test_one_letter_too_many_in_a_rule_file(name: str, tmp_path: Path) -> None:
    others = {other: read_sections(FORMS / "rules" / f"{other}.yaml", shape) for other, shape in FILES.items()}
    papers = {p.stem.partition("@")[0] for p in (*FORMS.glob("sheets/*.yaml"), *PROCEDURES)}
    path = tmp_path / f"{name}.yaml"
    text = (FORMS / "rules" / path.name).read_text(encoding="utf-8")
    lines = text.split("\n")
    passed = []
    for told, changed in corrupted(text):
        line = lines[int(told.split(":")[0].removeprefix("line ")) - 1]
        if name in OWN_NAMES and re.search(OWN_NAMES[name], line):
            continue
        path.write_text(changed, encoding="utf-8")
        files = {other: replace(file, faults=[]) for other, file in others.items()}
        files[name] = read_sections(path, FILES[name])
        check(files, papers)
        if not any(file.faults for file in files.values()):
            passed.append(told)
    assert passed == []
