"""formgen send to Paperless-ngx, as it is typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import small_packets
from paperless_fake import PaperlessFake
from typer.testing import CliRunner

from formgen.cli.app import app

SECRETS = ("佐藤", "鈴木", "さくら精機", "t0ken", "wr0ng")


@pytest.fixture
def fake() -> Iterator[PaperlessFake]:
    with PaperlessFake() as running:
        yield running


@pytest.fixture
def packet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMGEN_PAPERLESS_TOKEN", "t0ken")
    monkeypatch.setenv("FORMGEN_JOURNAL", str(tmp_path / "journal.sqlite"))
    contents = {path: b"%PDF-1.7 " + path.encode() for path, *_ in small_packets.PAPERS}
    return small_packets.written(tmp_path / "packet", contents)


@pytest.fixture
def send(packet: Path, fake: PaperlessFake, tmp_path: Path) -> Any:
    def run(*options: str) -> tuple[int, dict[str, Any]]:
        done = CliRunner().invoke(app, ["send", str(packet), f"paperless={fake.url}", "--json", *options])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        files = b"".join(path.read_bytes() for path in tmp_path.glob("journal*") if path.is_file())
        for secret in SECRETS:
            assert secret not in done.stderr
            assert secret.encode() not in files
        return done.exit_code, json.loads(done.stdout)

    return run


def did(answer: dict[str, Any]) -> list[str]:
    return [one["did"] for one in answer["deliveries"]]


def test_sent_and_found_and_filed(send, fake) -> None:
    code, answer = send()
    assert (code, did(answer)) == (0, ["sent"])
    (document,) = fake.documents.values()
    assert document["created"] == "2026-11-24"
    assert "利用申出書" in document["title"]
    assert fake.names("correspondents", document["correspondent"]) == ["東京出入国在留管理局"]
    code, answer = send()
    assert (code, did(answer), len(fake.uploads)) == (0, ["found"], 1)


def test_a_stopped_worker_ends_with_75_and_then_with_0(send, fake, tmp_path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("documents: papers\n", encoding="utf-8")
    fake.worker.clear()
    code, answer = send("--settings", str(settings), "--timeout", "0.1")
    assert (code, set(did(answer))) == (75, {"later"})
    fake.worker.set()
    code, answer = send("--settings", str(settings))
    assert code == 0
    assert len(fake.documents) == len(fake.uploads) == len(answer["deliveries"]) > 2


@pytest.mark.parametrize(
    "how",
    [
        {"api_versions": ("9",)},
        {"token": "other"},
        {"fails_with": {"error_message": "佐藤"}},
        {"forbidden": "POST /api/tags"},
    ],
)
def test_a_refusal_ends_with_1_and_says_nothing_of_the_receiver(send, fake, how) -> None:
    for name, value in how.items():
        setattr(fake, name, value)
    code, answer = send()
    assert (code, did(answer), fake.documents) == (1, ["refused"], {})
    assert "佐藤" not in json.dumps(answer["problems"], ensure_ascii=False)


def test_what_holds_for_all_is_asked_once(send, fake, tmp_path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("documents: papers\n", encoding="utf-8")
    fake.api_versions = ("9",)
    fake.asked.clear()
    code, answer = send("--settings", str(settings))
    assert (code, len(fake.asked)) == (1, 1)
    assert len(answer["problems"]) == 1
