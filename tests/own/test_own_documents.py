"""Documents of the user's own: their packets ask for them, profiles give them, none replaces one of ours."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen.library import open_library
from formgen.library.lint import lint_library

ROOT = Path(__file__).resolve().parents[2]
FORM = "secondment-certificate"
DOCUMENT = """\
documents:
  - id: secondment-agreement
    source: own-practice
    title: 出向契約書の写し
    title_en: copy of the secondment agreement
    what: {ja: 出向元と出向先の契約です。, en: The agreement between the two companies.}
"""
PAPER = """
  - document: secondment-agreement
    routes: [counter, mail]
    as: copy
    status: inferred
    source: own-practice
    because: {ja: 出向の条件を示します。, en: Shows the terms of the secondment.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    mine = Path(shutil.copytree(ROOT / "examples" / "own-forms", tmp_path / "mine"))
    (mine / "documents.yaml").write_text(DOCUMENT, encoding="utf-8")
    with (mine / "packets" / f"{FORM}.yaml").open("a", encoding="utf-8") as packet:
        packet.write(PAPER)
    return mine


def sample(folder: Path, *attachments: dict[str, Any]) -> dict[str, Any]:
    found = json.loads((folder / "samples" / f"{FORM}.json").read_text(encoding="utf-8"))
    return {**found, "attachments": list(attachments)}


def test_a_packet_asks_for_a_document_of_ones_own(folder: Path) -> None:
    assert lint_library(open_library(folder)) == ()
    plan = formgen.plan(sample(folder), forms=folder)
    assert [(d.document, d.title, d.supplied) for d in plan.documents] == [
        ("secondment-agreement", "出向契約書の写し", False)
    ]
    assert "secondment-agreement" in formgen.open_library(folder).rules.documents
    assert "secondment-agreement" not in formgen.open_library().rules.documents


def test_a_profile_gives_it(folder: Path) -> None:
    given = sample(folder, {"document": "secondment-agreement", "enclosed": True})
    plan = formgen.plan(given, forms=folder)
    assert [d.supplied for d in plan.documents] == [True]
    assert not [p for p in formgen.check(given, forms=folder).problems if p.severity == "error"]
    wrong = sample(folder, {"document": "secondment-agrement", "enclosed": True})
    assert "E-VALUE.document" in [p.key for p in formgen.check(wrong, forms=folder).problems]


@pytest.mark.parametrize(
    "right, wrong, word",
    [
        ("source: own-practice", "source: own-practise", "own-practice"),
        ("title_en:", "titel_en:", "title_en"),
        ("en: The agreement between the two companies.", 'en: ""', "no text"),
        ("id: secondment-agreement", "id: identity-document", "form_specs/rules/documents.yaml"),
        ("documents:\n", "document:\n", "documents"),
    ],
)
def test_a_fault_of_it_is_told_as_one_of_ours(folder: Path, right: str, wrong: str, word: str) -> None:
    path = folder / "documents.yaml"
    assert right in DOCUMENT
    path.write_text(DOCUMENT.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(formgen.Broken) as caught:
        formgen.plan(sample(folder), forms=folder)
    found = caught.value.problems[0]
    assert word in found.message("en")
    assert (found.file, bool(found.line)) == (str(path), True)
    assert found in lint_library(open_library(folder))


def test_a_document_stands_once(folder: Path) -> None:
    again = DOCUMENT + DOCUMENT.removeprefix("documents:\n")
    (folder / "documents.yaml").write_text(again, encoding="utf-8")
    assert [p.key for p in lint_library(open_library(folder))] == ["E-SPEC.twice"]


def test_faults_of_both_files_are_told_at_once(folder: Path) -> None:
    (folder / "documents.yaml").write_text(DOCUMENT.replace("title:", "titel:"), encoding="utf-8")
    sources = folder / "sources.yaml"
    sources.write_text(sources.read_text(encoding="utf-8").replace("issuer:", "isuer:"), encoding="utf-8")
    assert {p.file for p in lint_library(open_library(folder))} == {str(sources), str(folder / "documents.yaml")}
