from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from running import SECRET, Run
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app
from formgen.cli.terminal import columns

COMMANDS = (
    "forms",
    "show",
    "new",
    "plan",
    "check",
    "changes",
    "render",
    "packet",
    "preview",
    "schema",
    "lint",
    "explain",
    "doctor",
)
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FORMS = [f.form for f in formgen.forms() if not f.internal]


@pytest.mark.parametrize("command", [(), *((c,) for c in COMMANDS), ("fonts",), ("fonts", "check")])
def test_every_command_has_help_within_80_columns(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert all(columns(line) <= 80 for line in result.output.splitlines())
    assert any(c > "\u3040" for c in result.output)


def test_help_is_light(run: Run) -> None:
    code = (
        "import sys; sys.argv = ['formgen', '--help']\n"
        "from formgen.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    import subprocess
    import sys

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stderr.decode()
    for heavy in ("pydantic", "yaml", "reportlab", "pikepdf", "pypdf", "PIL", "jinja2", "pypdfium2", "rich"):
        assert f"'{heavy}'" not in told


def test_forms_lists_every_form_with_system_and_number(run: Run) -> None:
    out = run("forms").stdout.decode()
    for form in formgen.forms():
        assert (form.form in out) != form.internal
        assert form.internal or (form.number in out and form.title in out)
    rows = json.loads(run("forms", "--json").stdout)
    assert rows["schema_version"] == 1
    assert {"form", "system", "number", "title", "layout", "routes", "editions"} <= set(rows["forms"][0])


@pytest.mark.parametrize("form", FORMS)
def test_show_says_every_field_and_source(form: str) -> None:
    shown = CliRunner().invoke(app, ["show", form])
    assert shown.exit_code == 0
    assert all(columns(line) <= 80 for line in shown.stdout.splitlines())
    data = json.loads(CliRunner().invoke(app, ["show", form, "--json"]).stdout)
    edition = next(f for f in formgen.forms() if f.form == form)
    assert [f["field"] for f in data["fields"]] == [b.blank for b in edition.blanks]
    assert data["sources"]


@pytest.mark.parametrize("form", FORMS)
def test_a_new_profile_is_the_sample_and_explains_itself(form: str, run: Run) -> None:
    made = run("new", form).stdout
    assert b"#" in made
    source = formgen.read_profile(_named(made))
    assert source.data == formgen.sample(form)
    assert json.loads(run("new", form, "--json").stdout) == formgen.sample(form)


def _named(content: bytes) -> object:
    import io

    stream = io.BytesIO(content)
    stream.name = "new.yaml"
    return stream


@pytest.mark.parametrize("form", [f.form for f in formgen.forms()])
def test_a_new_profile_runs_through_packet_unchanged_and_the_packet_holds_its_form(
    form: str, run: Run, tmp_path: Path
) -> None:
    assert run("new", form, "-o", "new.yaml").returncode == 0
    made = run("packet", "new.yaml", "-o", "out")
    assert made.returncode == 0, made.stderr.decode()
    out = tmp_path / "out"
    assert (out / "packet.pdf").read_bytes().startswith(b"%PDF")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    # What is no paper to hand in lies beside the packet.
    assert form in {f.get("form") for f in manifest["files"]} or (out / f"{form}.pdf").is_file()


def test_a_sample_brings_the_files_it_names(run: Run, tmp_path: Path) -> None:
    """Beside the profile; what is there already stays, as it may be somebody's photograph."""
    said = run("new", "photo-strip")
    assert "photo.jpg" in said.stderr.decode()
    assert not list(tmp_path.iterdir())
    assert run("new", "photo-strip", "-o", "new.yaml").returncode == 0
    assert run("packet", "new.yaml", "-o", "out").returncode == 0
    (tmp_path / "photo.jpg").write_bytes(b"mine")
    assert run("new", "photo-strip", "-o", "new.yaml", "--force").returncode == 0
    assert (tmp_path / "photo.jpg").read_bytes() == b"mine"


def test_plan_is_one_json_object(run: Run, profile: Path) -> None:
    done = run("plan", "profile.json", "--json")
    data = json.loads(done.stdout)
    assert done.returncode == 0
    assert data["schema_version"] == 1
    wanted = {"form", "route", "as_of", "sheets", "documents", "office", "envelope", "deadlines", "fee", "problems"}
    assert wanted <= set(data)


def test_plan_for_people_has_its_groups(run: Run, profile: Path) -> None:
    out = run("plan", "profile.json").stdout.decode()
    for heading in ("作る書類", "そろえる書類", "提出先", "封筒", "手数料", "出典："):
        assert heading in out
    assert all(columns(line) <= 80 for line in out.splitlines())
    assert "髙橋" not in out


def test_as_of_and_route_are_heard(run: Run, profile: Path) -> None:
    data = json.loads(run("plan", "profile.json", "--as-of", "2025-06-01", "--route", "counter", "--json").stdout)
    assert (data["as_of"], data["as_of_from"], data["route"]) == ("2025-06-01", "option", "counter")


def test_check_finds_everything_at_once(run: Run, faulty: Path) -> None:
    done = run("check", "faulty.json", "--json")
    data = json.loads(done.stdout)
    assert done.returncode == 1
    codes = {p["code"] for p in data["problems"]}
    assert {"E-GLYPH", "E-REQUIRED", "E-MISSING-DOCUMENT", "E-VALUE"} <= codes
    assert all(p["line"] for p in data["problems"] if p["pointer"])
    assert {"form", "user", "label", "size_pt"} <= set(data["sizes"][0])


def test_check_for_people_says_where_and_what_to_do(run: Run, faulty: Path) -> None:
    done = run("check", "faulty.json")
    out = done.stdout.decode()
    assert done.returncode == 1
    assert "/users/0/name" in out
    assert "faulty.json:" in out
    assert "→" in out
    assert out.index("E-GLYPH") < out.index("W-")
    assert all(columns(line) <= 80 for line in out.splitlines())


def test_no_value_without_show_values(run: Run, faulty: Path) -> None:
    for args in (("check", "faulty.json"), ("check", "faulty.json", "--json"), ("packet", "faulty.json", "-o", "x")):
        done = run(*args)
        assert SECRET not in (done.stdout + done.stderr).decode()
        assert "한" not in (done.stdout + done.stderr).decode()
    assert "한글" in run("check", "faulty.json", "--show-values").stdout.decode()
    assert "한글" in run("check", "faulty.json", "--show-values", "--json").stdout.decode()


def test_packet_json_names_nobody(run: Run, profile: Path) -> None:
    done = run("packet", "profile.json", "-o", "out.zip", "--json")
    assert done.returncode == 0
    assert "髙橋" not in done.stdout.decode()
    assert json.loads(done.stdout)["files"]


@pytest.mark.parametrize("output", ["out", "out.zip"])
def test_a_packet_is_made_again_from_what_is_unchanged(run: Run, tmp_path: Path, output: str) -> None:
    shutil.copytree(EXAMPLES / "periodic-report-online", tmp_path, dirs_exist_ok=True)
    command = ("packet", "profile.json", "-o", output, "--lang", "en")
    first, second = run(*command, "--resume"), run(*command, "--resume")
    assert (first.returncode, second.returncode) == (0, 0), second.stderr.decode()
    assert b"used again" not in first.stdout
    assert b"used again: 1" in second.stdout
    assert json.loads(run(*command, "--resume", "--json").stdout)["reused"] == ["attachments/03-category-evidence.pdf"]
    assert run(*command).returncode == 1, "without it nothing that exists is replaced"


def test_a_folder_that_is_not_replaced_is_told_before_anything_is_made(
    run: Run, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("packet", "profile.json", "-o", "out").returncode == 0
    (tmp_path / "out" / "signed-scan.pdf").write_bytes(b"mine")
    monkeypatch.setattr("formgen.filing.packet.make_packet", None)
    done = run("packet", "profile.json", "-o", "out", "--force")
    assert done.returncode == 1
    assert "formgen が書いたものではないファイルが1個" in done.stderr.decode()


def test_one_pdf_cannot_be_made_again_from_itself(run: Run, profile: Path) -> None:
    done = run("packet", "profile.json", "-o", "out.pdf", "--resume")
    assert done.returncode == 2
    assert "--resume" in done.stderr.decode()


def test_a_packet_with_faults_writes_nothing(run: Run, faulty: Path, tmp_path: Path) -> None:
    done = run("packet", "faulty.json", "-o", "out")
    assert done.returncode == 1
    assert not done.stdout
    assert done.stderr
    assert not (tmp_path / "out").exists()


def test_a_draft_is_made_without_its_documents(run: Run, profile: Path, tmp_path: Path) -> None:
    data = json.loads(profile.read_text(encoding="utf-8"))
    data["attachments"] = []
    profile.write_text(json.dumps(data), encoding="utf-8")
    assert run("packet", "profile.json", "-o", "a.pdf").returncode == 1
    done = run("packet", "profile.json", "-o", "a.pdf", "--draft")
    assert done.returncode == 0
    assert "未完" in done.stdout.decode()
    assert "E-MISSING-DOCUMENT" in done.stderr.decode()


def test_an_output_that_exists_is_kept(run: Run, profile: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("mine")
    for command in (("packet", "profile.json"), ("render", "pledge", "profile.json")):
        done = run(*command, "-o", "a.pdf")
        assert done.returncode == 1
        assert "E-OUTPUT" in done.stderr.decode()
    assert (tmp_path / "a.pdf").read_text() == "mine"
    assert run("render", "pledge", "profile.json", "-o", "a.pdf", "--force").returncode == 0
    assert run("new", "pledge", "-o", "a.pdf").returncode == 1


def test_render_to_a_pipe_gives_the_pdf_alone(run: Run, profile: Path) -> None:
    done = run("render", "pledge", "profile.json", "-o", "-")
    assert done.returncode == 0
    assert done.stdout.startswith(b"%PDF")


def test_render_of_a_form_not_used_on_this_route(run: Run, profile: Path) -> None:
    done = run("render", "usage-request", "profile.json", "--route", "online", "-o", "x.pdf")
    assert done.returncode == 1
    assert "E-ROUTE" in done.stderr.decode()


def test_preview_writes_pictures(run: Run, profile: Path, tmp_path: Path) -> None:
    done = run("preview", "pledge", "profile.json", "-o", "pictures", "--dpi", "40", "--grid")
    assert done.returncode == 0, done.stderr.decode()
    names = done.stdout.decode().split()
    assert names
    assert all((tmp_path / n).read_bytes().startswith(b"\x89PNG") for n in names)
    assert run("preview", "pledge", "--blank", "-o", "blank", "--dpi", "40").returncode == 0
    assert run("preview", "pledge", "--sample", "-o", "sample", "--dpi", "40").returncode == 0
    assert run("preview", "pledge", "--sample", "--blank", "-o", "both").returncode == 2


def test_explain_knows_every_code_and_a_near_one(run: Run) -> None:
    from formgen.ground.explanations import EXPLAIN

    assert all(CliRunner().invoke(app, ["explain", code]).exit_code == 0 for code in EXPLAIN)
    assert run("explain", "e-fit.too-long").returncode == 0
    wrong = run("explain", "E-FTI")
    assert wrong.returncode == 2
    assert "E-FIT" in wrong.stderr.decode()


def test_doctor_finds_nothing_wrong_here(run: Run) -> None:
    done = run("doctor", "--json")
    data = json.loads(done.stdout)
    assert done.returncode == 0
    assert data["ok"]
    assert {"versions", "fonts", "rare-fonts", "data", "places"} == {f["group"] for f in data["findings"]}


def test_fonts_check_names_the_font_or_the_cure(run: Run) -> None:
    fine = json.loads(run("fonts", "check", "髙A", "--json").stdout)
    assert fine["ok"]
    assert fine["characters"][0]["code_points"] == ["U+9AD9"]
    bad = run("fonts", "check", "한张", "--lang", "en")
    assert bad.returncode == 1
    assert "U+D55C" in bad.stdout.decode()
    assert "passport" in bad.stdout.decode()
    assert "Simplified" in bad.stdout.decode()
