"""The files of a profile: which are taken in, where a fault of one stands, and how heavy they are together."""

from __future__ import annotations

from typing import Any

import pytest

import formgen
from example_profiles import beside, example
from formgen.attachments.found import Note
from formgen.attachments.intake import Intake
from formgen.files.held import held_of
from formgen.filing.begin import begin
from formgen.filing.scans import scan_problems
from formgen.spec.packets import Limit

MAIL = "usage-request-by-mail/profile"
GOOD = "scans/training-taro.pdf"


def attached(*given: dict[str, Any]) -> Any:
    return begin(beside(MAIL, {**example(MAIL), "attachments": list(given)}))


def test_only_what_is_asked_for_is_read_and_each_fault_stands_at_its_place() -> None:
    filing = attached(
        {"document": "client-request-letter", "file": "nothing-here.pdf"},
        {"document": "registry-certificate", "enclosed": True},
        {"document": "identity-document", "user": 0, "file": "../../../outside.pdf"},
        {"document": "identity-document", "user": 1, "file": "missing.pdf"},
        {"document": "training-certificate", "user": 0, "file": GOOD},
    )
    assert sorted(filing.scans) == [2, 3, 4]
    assert isinstance(filing.scans[4], Intake)
    assert filing.scans[4].original_name == GOOD
    found = [(p.code, p.pointer, p.value) for p in scan_problems(filing.scans, None)]
    assert [(code, pointer) for code, pointer, _ in found] == [
        ("E-FILE", "/attachments/2/file"),
        ("E-FILE", "/attachments/3/file"),
    ]
    assert found[1][2] == "missing.pdf"
    assert {p.pointer for p in filing.problems} >= {"/attachments/2/file", "/attachments/3/file"}


def taken(size: int, *notes: str) -> Intake:
    return Intake(held_of(bytes(size)), 1, "application/pdf", "", size, "scan.pdf", tuple(map(Note, notes)))


@pytest.mark.parametrize(
    ("sizes", "key", "told"),
    [
        ([1_000_000, 1_000_000], None, ""),
        ([1_000_000, 1_000_001], "W-LIMIT.bytes", "2.0"),
        ([2_097_152], "W-LIMIT.bytes", "2.1"),
        ([2_097_153], "E-LIMIT.bytes", "2.1"),
    ],
)
def test_the_weight_of_all_together(sizes: list[int], key: str | None, told: str) -> None:
    limit = Limit.model_validate(
        {
            "id": "upload-megabytes",
            "value": 2,
            "unit": "MB",
            "title": {"ja": "大きさ", "en": "size"},
            "status": "inferred",
            "source": "house-practice",
        }
    )
    files: dict[int, Any] = {n: taken(size) for n, size in enumerate(sizes)}
    found = list(scan_problems(files, limit))
    assert [(p.key, p.pointer, dict(p.words)) for p in found] == (
        [(key, "/attachments", {"size": told, "limit": "2"})] if key else []
    )
    assert list(scan_problems(files, None)) == []


def test_what_should_be_looked_at_stands_at_its_file() -> None:
    found = list(scan_problems({3: taken(1, "signed")}, None))
    assert [(p.key, p.pointer, p.value) for p in found] == [("W-FILE.signed", "/attachments/3/file", "scan.pdf")]


def test_copies_stand_in_the_manifest() -> None:
    data = example(MAIL) | {"date": "2025-03-31", "institutions": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]}
    data["organization"] |= {"kind": "support", "category": None, "registration_number": "19登-000001"}
    packet = formgen.make_packet(beside(MAIL, {**data, "attachments": []}), draft=True)
    # One for each of three client institutions, of each of two applicants.
    assert [e.copies for e in packet.entries if e.form == "pledge"] == [1] * 6
    assert {e.copies for e in packet.entries if e.form == "employment-certificate"} == {1}
