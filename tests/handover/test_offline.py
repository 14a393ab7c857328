"""Only `send` opens a connection, and only to the target named. What Python itself sees of it is watched."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from answering import Answering
from faulty import Faulty
from small_packets import written
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/profile.json"))
_watching: list[list[Any]] = []
# Whom a name means is asked of the network, too.
_ASKED = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_SENT = ("socket.connect", "socket.sendto", "socket.sendmsg")


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if _watching and event in _ASKED:
        _watching[-1].append(given[:2])
    # Processes of ours speak by sockets of this machine, whose address is a path, or none at all.
    elif _watching and event in _SENT and not isinstance(given[1], str | bytes | None):
        _watching[-1].append(given[1])


# A hook stays for the life of the process, so it is there once and looks only when it is asked to.
sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[Any]]:
    _watching.append([])
    try:
        yield _watching[-1]
    finally:
        _watching.pop()


def run(*words: object) -> int:
    done = CliRunner().invoke(app, [*map(str, words)], prog_name="formgen")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code


def test_the_watch_sees_a_connection() -> None:
    import socket

    with Answering(lambda _: (200, {}, b"")) as server, watched() as seen:
        socket.create_connection(("127.0.0.1", server.port)).close()
    assert ("127.0.0.1", server.port) in seen


@pytest.mark.parametrize("example", EXAMPLES)
def test_nothing_is_asked_of_anybody_for_an_example(tmp_path: Path, example: str) -> None:
    profile = ROOT / "examples" / example / "profile.json"
    with watched() as seen:
        assert run("plan", profile) == 0
        run("check", profile)
        assert run("packet", profile, "-o", tmp_path / "out", "--draft") == 0
    assert seen == []


def test_nothing_is_asked_of_anybody_by_the_other_commands(tmp_path: Path) -> None:
    profile = ROOT / "examples" / "usage-request-by-mail" / "profile.json"
    out = written(tmp_path / "out")
    (tmp_path / "in").mkdir()
    every = [
        ("forms",),
        ("show", "usage-request"),
        ("new", "usage-request", "-o", tmp_path / "p.json"),
        ("render", "usage-request", profile, "-o", tmp_path / "f.pdf", "--verify"),
        ("preview", "usage-request", "--blank", "-o", tmp_path / "png"),
        ("schema", "profile"),
        ("lint",),
        ("sources",),
        ("diff", "usage-request", "2022-04-01", "2026-11-24"),
        ("who",),
        ("certificate-number", "1234"),
        ("explain", "E-SEND"),
        ("doctor",),
        ("fonts", "check", profile),
        ("changes", profile, profile),
        ("bundle", out, "-o", tmp_path / "bag.zip"),
        ("send", out, f"folder={tmp_path / 'in'}", "--journal", tmp_path / "j.sqlite"),
        ("send", "--status", "--journal", tmp_path / "j.sqlite"),
        ("batch", "--template", "usage-request", "-o", tmp_path / "t.xlsx"),
        (
            "batch",
            ROOT / "examples/batch/usage-requests.xlsx",
            "--form",
            "usage-request",
            "--route",
            "mail",
            "--limit",
            1,
            "-o",
            tmp_path / "packets",
            "--print",
            tmp_path / "all.pdf",
        ),
    ]
    with watched() as seen:
        for words in every:
            assert run(*words) in (0, 1), words
    assert seen == []


@pytest.mark.parametrize("kind", ["dav", "paperless", "mayan"])
def test_send_asks_the_target_and_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    packet = written(tmp_path / "out")
    monkeypatch.setenv("FORMGEN_PAPERLESS_TOKEN", "t0ken")
    monkeypatch.setenv("FORMGEN_MAYAN_USER", "u")
    monkeypatch.setenv("FORMGEN_MAYAN_PASSWORD", "pw")
    with (
        Answering(lambda _: (200, {}, b"{}")) as elsewhere,
        Answering(lambda _: (307, {"Location": f"{elsewhere.url}/"}, b"")) as server,
        Faulty(elsewhere.port) as proxy,
    ):
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        with watched() as seen:
            sent = formgen.send(packet, [f"{kind}={server.url}"], journal=tmp_path / "j.sqlite", seconds=1)
        assert server.asked
        assert not elsewhere.asked
    assert set(seen) == {("127.0.0.1", server.port)}
    assert not sent.done
    assert "t0ken" not in repr(sent)
