"""Whole packets of the examples, as far as no drawing is in them: manifest, bookmarks, what was adapted, progress."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest

import formgen
from example_profiles import EXAMPLES, beside, example

GOLDENS = Path(__file__).parent / "manifests"
MAIL = "usage-request-by-mail/profile"
PACKETS: dict[str, tuple[str, dict[str, Any]]] = {
    "usage-request-by-mail": (MAIL, {}),
    "usage-request-at-counter": ("usage-request-at-counter/profile", {}),
    "fee-sheets": ("fee-sheets/profile", {}),
    "fee-sheet-by-mail": ("fee-sheets/by-mail", {}),
    "result-by-mail": ("result-by-mail/profile", {}),
    "result-many-at-counter": ("result-many-at-counter/profile", {}),
    "resignation": ("resignation/profile", {}),
    "agent-request-by-mail": ("agent-request-by-mail/profile", {}),
    "agent-renewal-at-counter": ("agent-renewal-at-counter/profile", {}),
    "agent-resignation": ("agent-resignation/profile", {}),
    "a-draft": (MAIL, {"attachments": [{"document": "category-evidence", "enclosed": True}]}),
}


def told(packet: formgen.Packet, progress: list[Any]) -> str:
    manifest = json.loads(packet.files["manifest.json"])
    for entry in manifest["files"]:
        pdf = packet.files[entry["path"]]
        assert entry.pop("sha256") == hashlib.sha256(pdf).hexdigest()
        assert entry.pop("bytes") == len(pdf)
        if "original" in entry:
            # Another version of any library that reads files is another reader.
            assert len(entry["original"].pop("reading")["by"]) == 16
        assert entry["pages"] == len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert manifest.pop("tool") == f"formgen {formgen.__version__}"
    assert len(manifest.pop("profile_sha256")) == 64
    reader = pypdf.PdfReader(io.BytesIO(packet.pdf))
    assert reader.metadata is not None
    entries = manifest.pop("files")
    whole = {
        "manifest": manifest,
        "entries": entries,
        "title": reader.metadata.title,
        "bookmarks": [[o.title, reader.get_destination_page_number(o)] for o in reader.outline],  # type: ignore
        "files": sorted(packet.files),
        "draft": packet.draft,
        "progress": progress,
        "problems": [[p.key, p.pointer, p.form] for p in packet.problems],
        "smaller": [dataclasses.astuple(s) for s in packet.sizes if s.size < s.wished],
        "in their size": sum(s.size == s.wished for s in packet.sizes),
        "adapted": [dataclasses.astuple(n) for n in packet.notes],
    }
    return "".join(f"== {name}\n{_lines(value)}" for name, value in whole.items())


def _lines(value: Any) -> str:
    """One line for each item."""
    items = [f"{k}: {_line(v)}" for k, v in value.items()] if isinstance(value, dict) else value
    return "".join(f"{_line(item)}\n" for item in (items if isinstance(items, list) else [items]))


def _line(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("name", PACKETS)
def test_a_packet(name: str, update_goldens: bool) -> None:
    start, change = PACKETS[name]
    progress: list[Any] = []
    packet = formgen.make_packet(
        beside(start, {**example(start), **change}),
        draft=name == "a-draft",
        progress=lambda *now: progress.append(now),
    )
    text = told(packet, progress)
    path = GOLDENS / f"{name}.txt"
    if update_goldens:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(PACKETS)


def test_the_route_and_the_day_may_be_others_than_the_profile_says() -> None:
    data = example("resignation/profile")
    packet = formgen.make_packet(data, route="counter", as_of="2025-06-01")
    assert (packet.plan.route, packet.plan.as_of.isoformat(), packet.plan.as_of_from) == (
        "counter",
        "2025-06-01",
        "option",
    )


def test_only_missing_documents_may_be_left_open() -> None:
    """A draft is no way around any other error, nor a draft when nothing is missing."""
    lost = example(MAIL) | {"office": "ない局"}
    with pytest.raises(formgen.Refused) as caught:
        formgen.make_packet(beside(MAIL, lost), draft=True)
    assert {p.key for p in caught.value.problems if p.severity == "error"} == {"E-VALUE.office"}
    assert not formgen.make_packet(beside(MAIL, example(MAIL)), draft=True).draft
    with pytest.raises(formgen.Refused):
        formgen.make_packet(example(MAIL) | {"attachments": []})


def test_what_was_read_is_known(tmp_path: Path) -> None:
    path = EXAMPLES / f"{MAIL}.json"
    packet = formgen.make_packet(path)
    files = {path, *(path.parent / a["file"] for a in example(MAIL)["attachments"] if "file" in a)}
    assert len(packet.inputs) == len(files)
    assert packet.write(tmp_path / "x.PDF").read_bytes() == packet.pdf
    assert packet.write(tmp_path / "x.ZIP").read_bytes().startswith(b"PK")
    assert {p.name for p in packet.write(tmp_path / "x").iterdir()} >= {"packet.pdf", "manifest.json"}
    for name in ("x.PDF", "x.ZIP", "x"):
        with pytest.raises(formgen.Refused):
            packet.write(tmp_path / name)
        assert packet.write(tmp_path / name, force=True).exists()
