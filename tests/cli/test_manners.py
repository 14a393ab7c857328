from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from running import Run
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app
from formgen.cli.language import of_locale
from formgen.cli.progress import line, progress
from formgen.cli.terminal import columns, pad, plain, wrap


@pytest.mark.parametrize(
    "environment, lang",
    [
        ({}, "ja"),
        ({"LANG": "C"}, "ja"),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "ja"),
        ({"LANG": "C.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "de_DE"}, "en"),
    ],
)
def test_the_language_follows_the_locale(environment: dict[str, str], lang: str) -> None:
    assert of_locale(environment) == lang


def test_lang_is_heard_before_and_after_the_command(run: Run, profile: Path) -> None:
    assert "Sheets to make" in run("--lang", "en", "plan", "profile.json").stdout.decode()
    assert "Sheets to make" in run("plan", "profile.json", "--lang", "en").stdout.decode()
    assert "作る書類" in run("plan", "profile.json", "--lang", "ja", LANG="en_US.UTF-8").stdout.decode()
    assert json.loads(run("--json", "plan", "profile.json").stdout)["schema_version"] == 1


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_a_dash_reads_the_profile_from_stdin(suffix: str, run: Run) -> None:
    content = run("new", "usage-request", *(["--json"] if suffix == "json" else [])).stdout
    done = run("plan", "-", "--json", stdin=content)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["form"] == "usage-request"


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nosuch",),
        ("plan",),
        ("plan", "profile.json", "--route", "boat"),
        ("plan", "profile.json", "--as-of", "2026-02-30"),
        ("plan", "profile.json", "--rout", "mail"),
        ("packet", "profile.json"),
        ("show", "nosuch"),
        ("new", "nosuch"),
        ("render", "nosuch", "profile.json", "-o", "x.pdf"),
        ("render", "pledge", "profile.json", "--json"),
        ("schema", "nosuch"),
    ],
)
def test_wrong_usage_is_2_on_stderr(args: tuple[str, ...], run: Run, profile: Path) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert not done.stdout
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_warnings_count_only_when_strict(run: Run, profile: Path) -> None:
    assert run("check", "profile.json").returncode == 0
    assert run("check", "profile.json", "--strict").returncode == 1
    assert run("--strict", "check", "profile.json").returncode == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"form": 3}',
        b'{"form": "nosuch"}',
        b'{"form": "usage-request", "nmae": 1}',
        b'{"form": "usage-request", "form": "pledge"}',
        b'{"form": "usage-request", "route": "mail", "office": "\\ud800\\u001b[31m"}',
        b"a: *b",
        b"- - - -",
        b'{"users": [{"name": "\\u001b]0;x\\u0007"}], "form": "usage-request", "route": "mail"}',
    ],
)
def test_no_user_data_makes_a_traceback(content: bytes, run: Run) -> None:
    for args in (("check", "-"), ("packet", "-", "--json", "-o", "x"), ("check", "-", "--show-values")):
        done = run(*args, stdin=content)
        assert done.returncode == 1, done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert b"internal error" not in done.stderr
        assert b"\x1b" not in done.stdout + done.stderr


def test_a_refusal_as_json_is_one_object_on_stdout(run: Run) -> None:
    done = run("plan", "nosuch.json", "--json", "--lang", "en")
    data = json.loads(done.stdout)
    assert done.returncode == 2
    assert data["schema_version"] == 1
    assert data["problems"][0]["code"] == "E-FILE"
    assert not done.stderr


def test_a_fault_of_our_own_is_one_line_and_3(monkeypatch: pytest.MonkeyPatch, profile: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("髙橋 花子")

    monkeypatch.setattr("formgen.api.plan", broken)
    result = CliRunner().invoke(app, ["plan", str(profile)])
    assert result.exit_code == 3
    assert "internal error: ZeroDivisionError" in result.stderr
    assert result.stderr.count("\n") == 1
    assert "髙橋" not in result.stderr
    monkeypatch.setenv("FORMGEN_DEBUG", "1")
    assert "Traceback" in CliRunner().invoke(app, ["plan", str(profile)]).stderr


def test_a_broken_file_of_our_own_is_3(monkeypatch: pytest.MonkeyPatch, profile: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        from formgen.ground.problems import problem

        raise formgen.Broken([problem("E-SPEC.file", file="x.yaml", line=3, detail="a", detail_en="a")])

    monkeypatch.setattr("formgen.api.plan", broken)
    result = CliRunner().invoke(app, ["plan", str(profile)])
    assert result.exit_code == 3
    assert "x.yaml:3" in result.stderr


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch, profile: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("formgen.api.plan", interrupted)
    result = CliRunner().invoke(app, ["plan", str(profile)])
    assert result.exit_code == 130
    assert "Traceback" not in result.output


def test_the_process_ends_with_the_code_and_the_streams_of_the_command(process: Run, profile: Path) -> None:
    fine, faulty = process("plan", "profile.json", "--json"), process("plan", "profile.json", "--route", "boat")
    assert (fine.returncode, faulty.returncode) == (0, 2)
    assert json.loads(fine.stdout)["form"] == "usage-request"
    assert (fine.stderr, faulty.stdout) == (b"", b"")


@pytest.mark.parametrize("args", [("plan", "profile.json"), ("--help",), ("--version",)])
def test_a_reader_who_leaves_is_no_fault(profile: Path, args: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "formgen", *args]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, timeout=60, cwd=profile.parent)
    os.close(write)
    assert done.returncode == 0
    assert not done.stderr


def test_no_colour_unless_on_a_terminal(run: Run, faulty: Path) -> None:
    assert b"\x1b" not in run("check", "faulty.json").stdout
    assert b"\x1b" not in run("packet", "faulty.json", "-o", "x").stderr


def test_columns_follow_east_asian_width() -> None:
    assert columns("髙橋A") == 5
    assert columns("葛\U000e0100") == 2
    assert columns("e\u0301") == 1
    assert pad("日", 4) == "日  "


@pytest.mark.parametrize("width", [20, 37, 80])
def test_wrapped_lines_fit_and_lose_nothing(width: int) -> None:
    text = "「必要書類」（郵送）を、提出します。https://example.jp/" + "x" * 90 + " and some words、。" * 4
    lines = wrap(text, width)
    assert all(columns(part) <= width for part in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(part.startswith(("、", "。")) for part in lines)
    assert not any(part.endswith(("（", "「")) for part in lines)


def test_nothing_steers_the_terminal() -> None:
    assert plain("a\x1b[31m\u202e\ud800\n") == "a<U+001B>[31m<U+202E><U+D800>\n"


def test_the_progress_bar_waits_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen, times = Screen(), iter((0.0, 0.5, 1.5))
    monkeypatch.setattr(sys, "stderr", screen)
    with progress(lambda: next(times)) as tell:
        tell("誓約書", 1, 2)
        assert screen.getvalue() == ""
        tell("誓約書", 2, 2)
        assert "2/2 誓約書" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")
    assert columns(line("長い名前" * 40, 3, 12)) < 80


def test_typer_is_the_only_framework_here() -> None:
    assert isinstance(app, typer.Typer)
