"""A broken font, form or rule file is told as such: exit code 3, the file and the line, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
USAGE = "form_specs/sheets/usage-request@2022-03-16.yaml"

FAULTS = {
    "unknown-key": (USAGE, "label: 申出の区分", "lable: 申出の区分", ("E-SPEC", "lable", "label")),
    "repeated-key": (USAGE, "title_en:", "title: x\ntitle_en:", ("E-SCHEMA", "title")),
    "unknown-fact": (USAGE, "choice: filing.kind", "choice: filing.kindd", ("E-SPEC", "filing.kindd", "filing.kind")),
    "no-such-part": (USAGE, "part: date-line", "part: date-lime", ("E-SPEC", "date-lime", "date-line")),
    "unknown-source": ("form_specs/rules/fees.yaml", "isa-fees-2026", "isa-fees-2062", ("E-SPEC", "isa-fees-2062")),
    "no-yaml": ("form_specs/rules/fees.yaml", "fees:", "fees: [", ("E-SCHEMA",)),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout of its own: code, forms and the fonts by reference."""
    (tmp_path / "pyproject.toml").write_text("")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "form_specs", tmp_path / "form_specs")
    shutil.copytree(ROOT / "fonts", tmp_path / "fonts", copy_function=os.symlink)
    return tmp_path


def run(copy: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "FORMGEN_CACHE": str(copy / "cache")}
    profile = str(ROOT / "examples" / "usage-request-by-mail" / "profile.json")
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "formgen",
            "render",
            "usage-request",
            profile,
            "-o",
            str(copy / "x.pdf"),
            "--lang",
            "en",
        ],
        env=environment,
        capture_output=True,
        text=True,
        cwd=copy,
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_a_form_or_rule_file(copy: Path, fault: str) -> None:
    name, right, wrong, words = FAULTS[fault]
    text = (copy / name).read_text(encoding="utf-8")
    assert right in text
    (copy / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    done = run(copy)
    said = done.stdout + done.stderr
    assert done.returncode == 3, said
    assert "Traceback" not in said
    assert Path(name).name in said
    for word in words:
        assert word in said
    assert not (copy / "x.pdf").exists()


@pytest.mark.parametrize("damage", ["absent", "cut"])
def test_fault_of_a_font(copy: Path, damage: str) -> None:
    font = copy / "fonts" / "core" / "BIZUDMincho-Regular.ttf"
    data = font.read_bytes()[:-1]
    font.unlink()
    if damage == "cut":
        font.write_bytes(data)
    done = run(copy)
    assert done.returncode == 3
    assert "E-FONT" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
