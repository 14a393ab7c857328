"""What the README shows runs as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from formgen.cli.app import app
from formgen.files.located import read_yaml
from formgen.ground.problems import Broken
from formgen.library import library_in
from formgen.register.differences import differences_between

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
    assert (place / "bag.zip").is_file()
    assert next((place / "records").glob("*_索引.csv")).read_text(encoding="cp932").startswith("ファイル名,日付")
    assert (place / "pictures" / "transfer-certificate-1.png").is_file()


def test_every_example_stands_in_the_table_of_situations(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    rows = re.findall(r"\| \[(.*?)\]\(examples/(.*?)\).*?\| `formgen (packet .*?)` \|", README)
    assert {folder for _, folder, _ in rows} == {p.parent.name for p in ROOT.glob("examples/*/profile.json")}
    for name, folder, command in rows:
        assert name == folder
        done = CliRunner().invoke(app, shlex.split(command))
        assert done.exit_code == 0, done.output
        assert (place / folder / "packet.pdf").is_file()


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


def changed_line(name: str) -> str:
    """The line that the README adds to a file."""
    (block,) = [b for b in blocks("yaml") if b.startswith(f"# {name}\n")]
    _, line = block.strip().splitlines()
    return line


def rewritten(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "form_specs", tmp_path / "form_specs"))


def test_a_fee_is_changed_by_one_line_and_its_date(forms: Path) -> None:
    path, line = forms / "rules" / "fees.yaml", changed_line("rules/fees.yaml")
    (block,) = [b for b in blocks("yaml") if b.lstrip().startswith("- kinds:")]
    now = block[block.index("  - kinds", 1) :]
    rewritten(path, now, now.replace("until: null", 'until: "2027-03-31"') + f"  {line}\n")
    rules = library_in(forms).rules
    fees = {day: rules.fees_of("reentry-single", "counter", day) for day in (date(2027, 3, 31), date(2027, 4, 1))}
    assert [fee.amount for (fee,) in fees.values()] == [4000, 4500]
    found = differences_between("fee-payment-sheet", *fees, library_in(forms))
    assert [[e.said.says.ja for e in (*c.before, *c.after)] for c in found] == [["4,000円", "4,500円"]]


def test_days_that_overlap_are_refused_with_the_line(forms: Path) -> None:
    path, line = forms / "rules" / "fees.yaml", changed_line("rules/fees.yaml")
    rewritten(path, "  # re-entry\n", f"  {line}\n  # re-entry\n")
    with pytest.raises(Broken) as caught:
        _ = library_in(forms).rules
    (told,) = caught.value.problems
    assert told.line is not None
    assert "overlaps" in told.message("en")
    assert path.read_text(encoding="utf-8").splitlines()[told.line - 1].strip() == line


def test_a_document_is_added_by_one_line_and_its_date(forms: Path) -> None:
    path, line = forms / "packets" / "resignation-report.yaml", changed_line("packets/resignation-report.yaml")
    rewritten(path, "papers:\n", f"papers:\n  {line}\n")
    days = date(2027, 3, 31), date(2027, 4, 1)
    library = library_in(forms)
    (found,) = differences_between("resignation-report", *days, library)
    assert found.kind == "new"
    assert [s.key for s in found.subjects] == ["photo-id"]
    packet = library.packet("resignation-report")
    assert [any(x.document == "photo-id" and x.in_force(day) for x in packet) for day in days] == [False, True]


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
