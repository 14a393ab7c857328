"""The files of a profile: which are taken in, where a fault of one stands, and how heavy they are together."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

import formgen
from example_profiles import beside, example
from formgen.attachments.found import Note
from formgen.attachments.intake import Intake
from formgen.attachments.lighter import Shrunk
from formgen.attachments.report import PageSize, Report
from formgen.files.held import Held
from formgen.files.holding import held_of
from formgen.filing import lighter
from formgen.filing.begin import begin
from formgen.filing.scan_checks import scan_problems
from formgen.planning import Plan
from formgen.spec.limits import FileLimits, KnownLimit

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
    found = [(p.code, p.pointer, p.value) for p in scan_problems(filing.plan, filing.scans, FileLimits())]
    assert [(code, pointer) for code, pointer, _ in found] == [
        ("E-FILE", "/attachments/2/file"),
        ("E-FILE", "/attachments/3/file"),
    ]
    assert found[1][2] == "missing.pdf"
    assert {p.pointer for p in filing.problems} >= {"/attachments/2/file", "/attachments/3/file"}


def taken(size: int, *notes: Note, sha256: str = "", media_type: str = "application/pdf") -> Intake:
    return Intake(held_of(bytes(size)), 1, media_type, sha256, size, "scan.pdf", notes)


def limits(*stated: dict[str, Any]) -> FileLimits:
    law = {"id": "one", "title": {"ja": "ファイル", "en": "files"}, "status": "inferred", "source": "house-practice"}
    return FileLimits(KnownLimit.model_validate(law | one) for one in stated)


@cache
def a_plan() -> Plan:
    """Five files for two persons, none of them read."""
    return attached(
        {"document": "identity-document", "user": 0, "file": "a.pdf", "masked": True},
        {"document": "identity-document", "user": 1, "file": "b.pdf", "masked": True},
        {"document": "training-certificate", "user": 0, "file": "a.pdf"},
        {"document": "registry-certificate", "file": "c.pdf"},
        {"document": "training-certificate", "user": 1, "file": "a.pdf"},
    ).plan


def told(files: dict[int, Any], *stated: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(p.key, p.pointer) for p in scan_problems(a_plan(), files, limits(*stated))]


@pytest.mark.parametrize(
    ("sizes", "key", "shown"),
    [
        ([1_000_000, 1_000_000], None, ""),
        ([1_000_000, 1_000_001], "W-LIMIT.bytes", "2.0"),
        ([2_097_152], "W-LIMIT.bytes", "2.1"),
        ([2_097_153], "E-LIMIT.bytes", "2.1"),
    ],
)
def test_the_weight_of_all_together(sizes: list[int], key: str | None, shown: str) -> None:
    files: dict[int, Any] = {n: taken(size, sha256=str(n)) for n, size in enumerate(sizes)}
    found = list(scan_problems(a_plan(), files, limits({"number": 2, "unit": "MB", "checks": "total"})))
    assert [(p.key, p.pointer, dict(p.words)) for p in found] == (
        [(key, "/attachments", {"size": shown, "limit": "2"})] if key else []
    )
    assert told(files) == []


def test_of_all_steps_the_lightest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later step may come out heavier, or not at all."""
    sizes = {0: 2_500_000, 1: 2_000_000, 2: 2_200_000}

    def pressed(whole: Held, pages: int, step: int, by: object) -> tuple[Held, Shrunk] | None:
        made = held_of(bytes(sizes.get(step, whole.size)))
        return (made, Shrunk(whole.size, made.size, 200, 60)) if step in sizes else None

    monkeypatch.setattr(lighter, "lighter", pressed)
    total = limits({"number": 1, "unit": "MB", "checks": "total"})
    (found,) = lighter.made_lighter(a_plan(), {0: taken(3_000_000)}, total).values()
    assert isinstance(found, Intake)
    assert (found.held.size, found.shrunk and found.shrunk.after) == (2_000_000, 2_000_000)


def test_what_a_rule_asks_as_a_picture_of_certain_sides_is_never_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photograph has a rule about its sides even where none says how heavy it may be."""
    monkeypatch.setattr(lighter, "lighter", lambda *_: (held_of(b""), Shrunk(3_000_000, 0, 200, 60)))
    files: dict[int, Any] = {0: taken(3_000_000)}
    total = {"number": 1, "unit": "MB", "checks": "total"}
    sides = {"document": "identity-document", "numbers": [4, 3], "checks": "ratio"}
    assert lighter.made_lighter(a_plan(), files, limits(total)) != files
    assert lighter.made_lighter(a_plan(), files, limits(total, sides)) == files


def test_what_is_not_handed_in_has_no_weight() -> None:
    plan = a_plan()
    shown = [replace(d, line=d.line.model_copy(update={"need": "show"})) for d in plan.documents]
    files: dict[int, Any] = {0: taken(3_000_000)}
    total = limits({"number": 2, "unit": "MB", "checks": "total"})
    assert [p.key for p in scan_problems(plan, files, total)] == ["E-LIMIT.bytes"]
    assert list(scan_problems(replace(plan, documents=tuple(shown)), files, total)) == []


def test_what_should_be_looked_at_stands_at_its_file_with_its_document_and_person() -> None:
    (found,) = scan_problems(a_plan(), {1: taken(1, Note("repaired"))}, FileLimits())
    assert (found.key, found.pointer, found.value) == ("W-FILE.repaired", "/attachments/1/file", "scan.pdf")
    assert found.message("ja").startswith("「本人確認資料の写し」（2人目の申出人）：")
    assert found.message("en").startswith('"copy of an identity document" (applicant 2): ')
    assert found.as_json("en")["label"] == "copy of an identity document"
    assert example(MAIL)["users"][1]["name"] not in found.message() + str(found.as_json())


def test_a_file_that_cannot_be_taken_names_its_document_and_person() -> None:
    refused = attached({"document": "identity-document", "user": 1, "file": "missing.pdf", "masked": True})
    (found,) = [p for p in refused.problems if p.code == "E-FILE"]
    assert found.about() == "「本人確認資料の写し」（2人目の申出人）"


@pytest.mark.parametrize(("dpi", "seen"), [(150, True), (195, True), (196, False), (200, False)])
def test_which_resolution_is_coarse_is_a_rule(dpi: int, seen: bool) -> None:
    files = {0: replace(taken(1), report=Report(scans=((1, 300), (2, dpi), (3, dpi + 1))))}
    advised = {"number": 200, "unit": "dpi", "checks": "resolution", "advised": True}
    assert told(files, advised) == ([("W-FILE.coarse", "/attachments/0/file")] if seen else [])
    assert told(files) == []
    if seen:
        (found,) = scan_problems(a_plan(), files, limits(advised))
        assert f"（{dpi}dpi）" in found.message()
        assert "2ページ" in found.message() or "2-3ページ" in found.message()


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([(297.0, 420.0, 2)], "2ページ"),
        ([(420.0, 297.0, 1), (210.0, 297.0, 1), (216.0, 356.0, 3)], "4ページ"),
        # US Letter, a card, A4 lying.
        ([(215.9, 279.4, 1), (85.6, 54.0, 1), (297.0, 210.0, 1)], None),
    ],
)
def test_pages_that_are_made_much_smaller(sizes: list[tuple[float, float, int]], shown: str | None) -> None:
    files = {0: replace(taken(1), report=Report(sizes=tuple(PageSize(*size) for size in sizes)))}
    page = {"numbers": [210, 297], "unit": "mm", "checks": "page", "advised": True}
    found = list(scan_problems(a_plan(), files, limits(page)))
    assert [p.key for p in found] == (["W-FILE.shrunk"] if shown else [])
    assert all(str(shown) in p.message() for p in found)


@pytest.mark.parametrize(
    ("dots", "wrong"), [((300, 400), False), ((302, 400), False), ((400, 300), True), ((354, 413), True)]
)
def test_the_proportions_of_one_document(dots: tuple[int, int], wrong: bool) -> None:
    ratio = {"document": "training-certificate", "numbers": [4, 3], "checks": "ratio"}
    files = {n: replace(taken(1, sha256=str(n)), report=Report(dots=dots)) for n in (0, 2)}
    assert told(files, ratio) == ([("E-FILE.ratio", "/attachments/2/file")] if wrong else [])


@pytest.mark.parametrize("check", ["password", "printing", "copying"])
def test_what_is_locked_is_refused_where_a_rule_forbids_it(check: str) -> None:
    files = {0: taken(1, Note("protected", kinds=("copy",)))}
    ban = {"allowed": False, "checks": check}
    assert told(files, ban) == [("E-FILE.protected", "/attachments/0/file")]
    assert told(files) == told(files, ban | {"allowed": True}) == [("W-FILE.protected", "/attachments/0/file")]


def test_the_same_content_twice() -> None:
    def same(*places: int) -> list[tuple[str, str | None]]:
        return told({n: taken(1, sha256="same" if n in places else str(n)) for n in range(5)})

    assert same(0, 1) == [("W-FILE.twice", "/attachments/1/file")]
    assert same(1, 3) == [("W-FILE.twice", "/attachments/3/file")]
    # One file for the same document of two persons is a slip …
    assert same(2, 4) == [("W-FILE.twice", "/attachments/4/file")]
    # … but one that is named for two documents is meant to be both …
    assert same(0, 2) == []
    # … of one person: nobody proves with a colleague's paper that they were trained.
    assert same(0, 4) == [("W-FILE.twice", "/attachments/4/file")]
    (found,) = scan_problems(a_plan(), {0: taken(1), 1: taken(1)}, FileLimits())
    assert "「本人確認資料の写し」（1人目の申出人）" in found.message()
    assert "/attachments/0/file" in found.message()


def test_type_and_size_of_one_document() -> None:
    stated = {"document": "training-certificate"}
    kind = stated | {"types": ["jpeg"], "checks": "type"}
    size = stated | {"number": 50, "unit": "KB", "checks": "size"}
    files = {n: taken(n_bytes, sha256=str(n)) for n, n_bytes in ((0, 60_000), (2, 51_201))}
    assert told(files, kind, size) == [
        ("E-FILE.other-type", "/attachments/2/file"),
        ("E-LIMIT.size", "/attachments/2/file"),
    ]
    assert told({2: taken(50_001, media_type="image/jpeg")}, kind, size) == [("W-LIMIT.size", "/attachments/2/file")]
    assert told({2: taken(50_000, media_type="image/jpeg")}, kind, size) == []
    # The file of the user is weighed, not the pages made of it.
    assert told({2: replace(taken(60_000, media_type="image/jpeg"), size=50_000)}, kind, size) == []
    assert told({2: replace(taken(1, media_type="image/jpeg"), size=50_001)}, kind, size)


def test_copies_stand_in_the_manifest() -> None:
    data = example(MAIL) | {"date": "2025-03-31", "institutions": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]}
    data["organization"] |= {"kind": "support", "category": None, "registration_number": "19登-000001"}
    packet = formgen.make_packet(beside(MAIL, {**data, "attachments": []}), draft=True)
    # One for each of three client institutions, of each of two applicants.
    assert [e.copies for e in packet.entries if e.form == "pledge"] == [1] * 6
    assert {e.copies for e in packet.entries if e.form == "employment-certificate"} == {1}
