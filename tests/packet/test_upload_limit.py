"""How much may be uploaded: 20 MB and 20 files, counted to the byte and to the file."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import foreign
import pikepdf
import pytest

import formgen
from example_profiles import example
from formgen.attachments.pdf import pages
from formgen.planning.situation import Situation
from formgen.spec.limits import FileLimits, KnownLimit

MEGABYTE, MEBIBYTE = 1_000_000, 1_048_576
NOISE = random.Random(20).randbytes(21 * MEBIBYTE)


def heavy(size: int) -> bytes:
    """A PDF that weighs this many bytes once it is taken in: a picture that nothing draws, of which nothing packs."""
    noise = size - 1500
    for _ in range(20):
        pdf = foreign.pages(foreign.A4)
        picture = pikepdf.Stream(pdf, NOISE[:noise], Filter=pikepdf.Name.DCTDecode, Subtype=pikepdf.Name.Image)
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Unused=picture))
        data = foreign.saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        over = len(pages.from_pdf(data)[0]) - size
        if not over:
            return data
        noise -= over
    raise AssertionError("no PDF of this size")


def online(**change: Any) -> dict[str, Any]:
    data = example("usage-request-by-mail/profile")
    return {**data, "route": "online", "users": data["users"][:1], "attachments": [], **change}


@pytest.fixture
def told(tmp_path: Path):
    """The limits that a profile with one attachment of this size passes."""

    def tell(size: int, route: str = "online") -> list[tuple[str, str | None]]:
        (tmp_path / "heavy.pdf").write_bytes(heavy(size))
        given = [{"document": "identity-document", "user": 0, "file": "heavy.pdf", "masked": True}]
        profile = formgen.read_profile(online(attachments=given, route=route), folder=tmp_path)
        return [(p.key, p.pointer) for p in formgen.check(profile).problems if "LIMIT" in p.code]

    return tell


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "key"),
    [
        (20 * MEGABYTE, None),
        (20 * MEGABYTE + 1, "W-LIMIT.bytes"),
        (20 * MEBIBYTE, "W-LIMIT.bytes"),
        (20 * MEBIBYTE + 1, "E-LIMIT.bytes"),
    ],
)
def test_the_size_of_an_upload(told, size: int, key: str | None) -> None:
    assert told(size) == ([(key, "/attachments")] if key else [])


@pytest.mark.slow
def test_paper_has_no_size(told) -> None:
    assert told(20 * MEBIBYTE + 1, route="mail") == []


@cache
def sheets_online() -> int:
    return sum(s.copies for s in formgen.plan(online()).sheets)


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_the_number_of_files(more: int, refused: bool) -> None:
    """Five persons with three sheets and one document each are twenty files."""
    users = [example("usage-request-by-mail/profile")["users"][0]] * 5
    given = [_identity(n, f"{n}.pdf") for n in range(5)]
    given += [{"document": "training-certificate", "user": n, "file": f"t{n}.pdf"} for n in range(more)]
    found = [p for p in formgen.plan(online(users=users, attachments=given)).problems if p.code == "E-LIMIT"]
    assert [(p.key, p.pointer) for p in found] == ([("E-LIMIT.files", "/attachments")] if refused else [])
    assert [p.words["count"] for p in found] == ["21"] * refused


def _identity(user: int, file: str) -> dict[str, Any]:
    return {"document": "identity-document", "user": user, "file": file, "masked": True}


def test_the_scans_of_one_document_are_one_file() -> None:
    given = [_identity(0, f"{n}.pdf") for n in range(30)]
    assert "E-LIMIT" not in {p.code for p in formgen.plan(online(attachments=given)).problems}


def test_sheets_are_files_too() -> None:
    assert sheets_online() == 3


def test_on_paper_files_are_not_counted() -> None:
    given = [{"document": "identity-document", "user": 0, "file": f"{n}.pdf", "masked": True} for n in range(30)]
    assert "E-LIMIT" not in {p.code for p in formgen.plan(online(attachments=given, route="mail")).problems}


@pytest.mark.parametrize(("over", "told"), [(-1, None), (1, "W-LIMIT.bytes"), (48_577, "E-LIMIT.bytes")])
def test_the_sheets_are_weighed_with_the_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, over: int, told: str | None
) -> None:
    """Against a limit of 1 MB: what is uploaded weighs this much more or less than it."""
    data = online(attachments=[{"document": "identity-document", "user": 0, "file": "id.pdf", "masked": True}])

    folder = tmp_path

    def made(scan: int) -> formgen.Packet:
        (folder / "id.pdf").write_bytes(heavy(scan))
        return formgen.make_packet(formgen.read_profile(data, folder=folder), draft=True)

    light = made(10_000)
    sheets = sum(e.bytes for e in light.entries if e.role == "sheet")
    assert sheets > 10_000
    law = {"id": "t", "title": {"ja": "計", "en": "total"}, "status": "inferred", "source": "house-practice"}
    limit = KnownLimit.model_validate(law | {"number": 1, "unit": "MB", "checks": "total"})
    monkeypatch.setattr(Situation, "file_limits", FileLimits([limit]))
    scan = MEGABYTE + over - sheets
    assert not [p for p in formgen.check(formgen.read_profile(data, folder=folder)).problems if "LIMIT" in p.code]
    if told and told.startswith("E"):
        with pytest.raises(formgen.Refused) as refused:
            made(scan)
        found = refused.value.problems
    else:
        found = made(scan).problems
    assert [p.key for p in found if "LIMIT" in p.code] == ([told] if told else [])
