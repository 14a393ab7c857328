"""What the README shows runs as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from formgen.files.located import read_yaml

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = str(Path(sys.executable).parent)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


def test_commands(place: Path) -> None:
    for block in blocks("yaml"):
        if block.startswith("# my-"):
            path = place / block.partition("\n")[0].removeprefix("# ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block, encoding="utf-8")
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    for block in blocks("sh"):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            done = subprocess.run(words, cwd=place, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert (place / "packet" / "packet.pdf").is_file()
    assert (place / "transfer" / "packet.pdf").is_file()
    assert (place / "pictures" / "transfer-certificate-1.png").is_file()


def test_python(place: Path) -> None:
    for block in blocks("python"):
        assert len(block.strip().splitlines()) <= 10
        subprocess.run([sys.executable, "-c", block], cwd=place, check=True, capture_output=True)
    assert (place / "packet-from-python" / "manifest.json").is_file()


def test_the_rules_shown_are_those_in_force() -> None:
    (block,) = [b for b in blocks("yaml") if b.lstrip().startswith("- kinds:")]
    shown = read_yaml("fees:\n" + block, "README.md").data["fees"]
    path = ROOT / "form_specs" / "rules" / "fees.yaml"
    fees = read_yaml(path.read_text(encoding="utf-8"), path.name).data["fees"]
    assert len(shown) == 2
    assert all(rule in fees for rule in shown)


def test_make_targets_exist() -> None:
    targets = re.findall(r"\$ make (\w+)", README)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets == ["demo", "test"]
    assert all(re.search(rf"^{t}:", makefile, flags=re.MULTILINE) for t in targets)


def test_every_command_is_named() -> None:
    from typer.main import get_command

    from formgen.cli.app import app

    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert {c for c in commands if f"`{c}" not in README and f"formgen {c}" not in README} == set()
