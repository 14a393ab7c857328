"""The bench's own parts, untimed: its jobs run on formgen as it is, and its report says where a peer wins."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FORMS = ("fee-payment-sheet", "usage-request")
SHEETS_OF_THE_PACKET = 11


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))

    def part(name: str) -> ModuleType:
        return import_module(name)

    return part


@pytest.mark.parametrize(("job", "pages"), [*((form, 1) for form in FORMS), ("packet", SHEETS_OF_THE_PACKET)])
def test_peers_get_the_marks_of_every_page(bench: Any, tmp_path: Path, job: str, pages: int) -> None:
    bench("pages").make(job, tmp_path / "pages.json", 2)
    data = json.loads((tmp_path / "pages.json").read_text(encoding="utf-8"))
    assert [len(person) for person in data["people"]] == [pages, pages]
    assert len(data["order"]) == pages
    assert data["people"][0] != data["people"][1]
    assert set(data["faces"]) <= set(bench("pages").FAMILIES)


@pytest.mark.parametrize("job", [*FORMS, "packet"])
def test_a_job_makes_one_document_after_the_other(bench: Any, job: str) -> None:
    data = {"job": job, "profile": bench("pages").base_of(job)}
    document = bench("one").single_documents("formgen", data)
    first, second = document(0), document(1)
    assert first.startswith(b"%PDF-")
    assert first != second


@pytest.mark.parametrize("form", FORMS)
def test_the_warm_up_file_is_written_over(bench: Any, tmp_path: Path, form: str) -> None:
    data = {"job": form, "profile": bench("pages").base_of(form)}
    made = bench("one").many_pages("formgen", data, 3, tmp_path / "out.pdf")
    assert made["bytes"] == (tmp_path / "out.pdf").stat().st_size


def test_a_form_of_a_hundred_fields_is_read_and_drawn(bench: Any) -> None:
    assert set(bench("spec").measured(1)) == {"read", "drawn"}


def figures(cpu: float) -> list[dict[str, float]]:
    return [{"docs": 1, "cpu": cpu, "bytes": 1000, "peak": 40}]


def found(peer: float, other: float | None = None) -> dict[str, Any]:
    """A run in which formgen takes a second for everything, a peer `peer` and the other checkout `other`."""
    names = {"formgen": 1.0, "plain_reportlab": peer} | ({"formgen-other": other} if other else {})
    times = {engine: figures(cpu) for engine, cpu in names.items()}
    seen = {"lost": 0, "fonts": [1, 1], "tagged": False, "difference": 0}
    return {
        "forms": FORMS,
        "versions": dict.fromkeys(names, "1"),
        "absent": {},
        "rounds": 1,
        "quick": True,
        "date": "",
        "same": {form: {"characters": 1, "engines": dict.fromkeys(names, seen)} for form in FORMS},
        "warm": dict.fromkeys((*FORMS, "packet"), times),
        "pages": {form: {100: times} for form in FORMS},
        "processes": {number: {engine: [1.0] for engine in names} for number in (1, 2)},
        "cold": dict.fromkeys((*FORMS, "--help"), times),
        "first": {"cpu": 1.0},
        "packet": {engine: [{"whole": cpu, "unread": cpu, "bare": cpu}] for engine, cpu in names.items() if cpu},
        "spec": {"read": 0.01, "drawn": 0.01},
    }


def part_of(text: str, title: str) -> str:
    return text.partition(f"## {title}")[2].partition("\n## ")[0]


def test_report_says_where_a_peer_wins(bench: Any) -> None:
    won = part_of(bench("report").report(found(peer=0.5)), "Where a peer wins")
    assert "| packet, warm: CPU of one document | ReportLab, plain | 500 ms | 1,000 ms | 2.00 × |" in won
    assert "size" not in won


def test_report_says_when_no_peer_wins(bench: Any) -> None:
    assert "Nowhere" in part_of(bench("report").report(found(peer=2.0)), "Where a peer wins")


def test_report_sets_two_checkouts_side_by_side(bench: Any) -> None:
    text = bench("report").report(found(peer=2.0, other=0.8))
    against = part_of(text, "Against the other checkout")
    for job in ("usage-request, warm", "usage-request, whole process, cold", "packet with scans"):
        assert f"| {job}: CPU" in against
    assert against.count("1.25 ×") == against.count(": CPU")
    assert "Nowhere" in part_of(text, "Where a peer wins")
