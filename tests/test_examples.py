"""The examples run as they stand, and a packet is the same bytes wherever it is made."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest

import formgen
from formgen import api
from formgen.ground.problems import errors
from readers import pypdf_text

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*/*.json"))
every_example = pytest.mark.parametrize("profile", EXAMPLES, ids=lambda p: f"{p.parent.name}-{p.stem}")


def test_there_are_examples() -> None:
    assert {p.parent.name for p in EXAMPLES} >= {
        "usage-request-by-mail",
        "usage-request-at-counter",
        "additional-request-online",
        "resignation",
        "removal-request",
        "user-change-by-mail",
        "fee-sheets",
        "result-by-mail",
        "result-many-at-counter",
        "agent-request-by-mail",
        "agent-renewal-at-counter",
        "agent-resignation",
        "periodic-report-online",
        "periodic-report-of-a-support-body",
    }


@every_example
def test_packet_is_made_whole(profile: Path) -> None:
    packet = formgen.make_packet(profile)
    assert errors(packet.problems) == ()
    assert not packet.draft
    assert packet.entries


@every_example
def test_manifest_tells_the_truth(profile: Path) -> None:
    packet = formgen.make_packet(profile)
    manifest = json.loads(packet.files["manifest.json"])
    assert {f["path"] for f in manifest["files"]} == set(packet.files) - {"manifest.json"}
    for entry in manifest["files"]:
        content = packet.files[entry["path"]]
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["pages"] == len(pypdf.PdfReader(io.BytesIO(content)).pages)


@every_example
def test_packet_pdf_has_every_page_and_bookmark(profile: Path) -> None:
    packet = formgen.make_packet(profile)
    papers = [e for e in packet.entries if e.role in ("sheet", "attachment")]
    with pikepdf.open(io.BytesIO(packet.pdf)) as whole:
        assert len(whole.pages) == sum(e.pages or 0 for e in papers)
        with whole.open_outline() as outline:
            assert [item.title.partition("（")[0] for item in outline.root] == [
                e.title.partition("（")[0] for e in papers
            ]
        assert whole.check_pdf_syntax() == []


@every_example
def test_everybody_is_in_the_papers(profile: Path) -> None:
    """Every name of the profile that a sheet asks for is read back from the packet."""
    data = json.loads(profile.read_text(encoding="utf-8"))
    users = data.get("users", [])
    # A periodic report lists every user.
    told = ("applying", "approved", "left") if data["form"] == "periodic-report" else ("applying", "left")
    names = [u["name"] for u in users if u.get("status") in told]
    # Who is approved has papers only where the filing is about that person.
    if not names and users:
        names = [users[data.get("filing", {}).get("user", 0)]["name"]]
    names += [one["name"] for one in data.get("institutions", [])]
    permissions = data.get("permission", [])
    names += [p["applicant"]["name"] for p in (permissions if isinstance(permissions, list) else [permissions])]
    assert names
    text = pypdf_text(formgen.make_packet(profile).pdf)
    for name in names:
        assert "".join(name.split()) in text


def test_the_changes_follow_from_the_two_states() -> None:
    folder = ROOT / "examples" / "user-change-by-mail"
    found = api.changes(
        folder / "states" / "before.json", folder / "states" / "after.json", changed_on=date(2026, 11, 1)
    )
    notice = json.loads((folder / "profile.json").read_text(encoding="utf-8"))
    assert api.listed_changes(found) == notice["changes"]
    assert [i.change.item for i in found.on("screen")] == ["user.email"]


ELSEWHERE = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
)
MAKE = "import sys, formgen, hashlib; p = formgen.make_packet(sys.argv[1]);\
print(*(hashlib.sha256(p.files[n]).hexdigest() for n in sorted(p.files)))"


def test_same_bytes_wherever_it_is_made(tmp_path: Path) -> None:
    profile = EXAMPLES[-1].parent.parent / "usage-request-by-mail" / "profile.json"
    seen = set()
    for number, place in enumerate(ELSEWHERE):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", MAKE, str(profile)],
            env={**os.environ, **place},
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("name", ["packet.pdf", "packet.zip", "packet"])
def test_packet_is_written_for_its_owner_only(name: str, tmp_path: Path) -> None:
    packet = formgen.make_packet(ROOT / "examples" / "resignation" / "profile.json")
    target = packet.write(tmp_path / name)
    files = [target] if target.is_file() else [p for p in target.rglob("*") if p.is_file()]
    assert files
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in files)
    if name.endswith(".zip"):
        assert set(zipfile.ZipFile(target).namelist()) == set(packet.files)


def test_draft_is_marked_unfinished() -> None:
    profile = json.loads((ROOT / "examples" / "usage-request-by-mail" / "profile.json").read_text(encoding="utf-8"))
    profile["attachments"] = []
    with pytest.raises(formgen.Refused) as refused:
        formgen.make_packet(profile)
    assert "E-MISSING-DOCUMENT" in {p.code for p in refused.value.problems}
    packet = formgen.make_packet(profile, draft=True)
    assert packet.draft
    assert json.loads(packet.files["manifest.json"])["draft"] is True
    assert "未完" in pypdf.PdfReader(io.BytesIO(packet.files["next-steps.pdf"])).pages[0].extract_text()


def test_online_application_of_october_has_no_fee_sheet() -> None:
    profile = {
        "form": "fee-payment-sheet",
        "route": "counter",
        "date": "2026-11-24",
        "permission": {
            "kind": "extension",
            "application_route": "online",
            "accepted_on": "2026-10-01",
            "granted_period": "P1Y",
            "receipt_number": "東労一E 1",
            "applicant": {"name": "NGUYEN THI HUONG"},
        },
    }
    plan = formgen.plan(profile)
    assert [s.form for s in plan.sheets] == []
    assert plan.fees[0].payment == "convenience-or-bank"
    with pytest.raises(formgen.Refused) as refused:
        formgen.render("fee-payment-sheet", profile)
    assert [p.code for p in refused.value.problems] == ["E-ROUTE"]
    packet = formgen.make_packet(profile)
    assert not any(e.form == "fee-payment-sheet" for e in packet.entries)
