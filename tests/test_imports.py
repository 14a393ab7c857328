"""What is loaded at start-up: nothing that the command does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "PIL.Image", "fontTools", "img2pdf", "jinja2", "lxml", "pikepdf", "pydantic", "pypdf", "pypdfium2", "reportlab",
    "rich", "typer", "yaml",
}  # fmt: skip


def loaded(code: str, *arguments: str) -> set[str]:
    ends = "\nimport sys, atexit\natexit.register(lambda: print('MODULES', *sorted(sys.modules)))\n"
    done = subprocess.run(
        [sys.executable, "-c", ends + code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("MODULES"))
    return set(line.split()[1:]) & HEAVY


def test_import_formgen_loads_nothing_heavy() -> None:
    assert loaded("import formgen") == set()


def test_help_loads_the_command_only() -> None:
    assert loaded("import sys; sys.argv = ['formgen', '--help']\nfrom formgen.cli import main\nmain()") == {"typer"}


def test_render_loads_what_drawing_needs(tmp_path: Path) -> None:
    """No YAML and no Jinja2 once the form is kept; nothing that reads foreign files; no second reader."""
    profile = "examples/fee-sheets/by-mail.json"
    code = (
        "import sys; sys.argv = ['formgen', 'render', 'fee-payment-sheet', sys.argv[1], '-o', sys.argv[2], '--force']\n"
        "from formgen.cli import main\nmain()"
    )
    loaded(code, profile, str(tmp_path / "a.pdf"))
    assert loaded(code, profile, str(tmp_path / "a.pdf")) == {"PIL.Image", "pydantic", "reportlab", "typer"}
