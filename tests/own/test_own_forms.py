"""A folder of the user's own: its sheets, facts and sources beside ours, never in the place of ours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import Result
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "own-forms"
FORM = "secondment-certificate"
SHEET = f"sheets/{FORM}@2026-01-01.yaml"
PACKET = f"packets/{FORM}.yaml"
SAMPLE: dict[str, Any] = json.loads((EXAMPLE / "samples" / f"{FORM}.json").read_text(encoding="utf-8"))


def run(*args: object, **environment: str) -> Result:
    return CliRunner().invoke(app, [*map(str, args), "--lang", "en"], env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "mine"))


def changed(path: Path, right: str, wrong: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def with_custom(**facts: object) -> dict[str, Any]:
    return {**SAMPLE, "custom": {"secondment": {**SAMPLE["custom"]["secondment"], **facts}}}


def told(problems: Iterable[formgen.Problem]) -> list[tuple[str, str | None]]:
    return [(p.key, p.pointer) for p in problems]


def refused(profile: object) -> list[tuple[str, str | None]]:
    with pytest.raises(formgen.Refused) as caught:
        formgen.render(FORM, profile, forms=EXAMPLE)
    return told(caught.value.problems)


# Everywhere


def test_the_example_is_a_form_like_any_other() -> None:
    assert FORM in [f.form for f in formgen.forms(forms=EXAMPLE)]
    assert FORM not in [f.form for f in formgen.forms()]
    sample = formgen.sample(FORM, forms=str(EXAMPLE))
    assert sample == SAMPLE
    assert formgen.blank(FORM, forms=EXAMPLE).startswith(b"%PDF")
    assert len(formgen.preview(FORM, sample=True, dpi=20, forms=EXAMPLE)) == 1
    assert [s.form for s in formgen.plan(sample, forms=EXAMPLE).sheets] == [FORM, "envelope-label"]
    assert not [p for p in formgen.check(sample, forms=EXAMPLE).problems if p.severity == "error"]
    packet = formgen.make_packet(sample, forms=EXAMPLE)
    assert [e.form for e in packet.entries if e.role == "sheet"] == [FORM, "envelope-label"]


def test_its_facts_stand_on_the_sheet() -> None:
    pdf = formgen.render(FORM, SAMPLE, forms=EXAMPLE, verify=True)
    text = text_of(pdf)
    for words in ("株式会社みなと電子（見本）", "2029331", "40時間", "2026年4月1日から", "引き続き当機関で加入"):
        assert words in text
    insured_elsewhere = formgen.render(FORM, with_custom(insured_at_origin=False), forms=EXAMPLE)
    assert "引き続き当機関で加入" not in text_of(insured_elsewhere)


def test_many_profiles(tmp_path: Path) -> None:
    assert formgen.render_many(FORM, [SAMPLE, SAMPLE], tmp_path / "two.pdf", forms=EXAMPLE) == 2


def test_every_command_takes_the_folder(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    own = ("--forms", EXAMPLE)
    assert run("new", FORM, *own, "-o", profile).exit_code == 0
    assert "# 出向を始めた日\n" in profile.read_text(encoding="utf-8").replace("  #", "\n#")
    for command in (
        ("forms", *own),
        ("show", FORM, *own),
        ("plan", profile, *own),
        ("check", profile, *own),
        ("render", FORM, profile, *own, "-o", tmp_path / "one.pdf"),
        ("packet", profile, *own, "-o", tmp_path / "packet"),
        ("preview", FORM, profile, *own, "-o", tmp_path, "--dpi", "20"),
        ("schema", "profile", *own),
        ("doctor", *own),
        ("explain", "E-FIT", *own),
        ("fonts", "check", "あ", *own),
        ("--forms", EXAMPLE, "show", FORM),
    ):
        assert run(*command).exit_code == 0, command
    assert run("show", FORM, FORMGEN_FORMS=str(EXAMPLE)).exit_code == 0
    assert run("show", FORM).exit_code == 2


def test_the_schema_knows_the_declared_facts() -> None:
    schema = json.loads(run("schema", "profile", "--forms", EXAMPLE).stdout)["properties"]["custom"]
    below = schema["properties"]["secondment"]
    assert schema["additionalProperties"] is below["additionalProperties"] is False
    assert below["properties"]["payer"]["enum"] == ["origin", "host", "both", None]
    assert below["properties"]["started_on"]["format"] == "date"
    assert "出向先の名称" in below["properties"]["host"]["description"]


# The profile


def test_an_undeclared_fact_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    profile = tmp_path / "profile.json"
    text = json.dumps(with_custom(hots="みなと電子"), ensure_ascii=False, indent=1)
    profile.write_text(text, encoding="utf-8")
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan(profile, forms=EXAMPLE)
    (found,) = caught.value.problems
    assert (found.code, found.pointer) == ("E-SCHEMA", "/custom/secondment/hots")
    assert text.splitlines()[(found.line or 0) - 1].strip().startswith('"hots"')
    assert "host" in found.fix("en")
    assert "みなと" not in found.message("ja") + found.fix("ja")


def test_without_the_folder_no_fact_of_ones_own_is_known() -> None:
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan({**formgen.sample("usage-request"), "custom": SAMPLE["custom"]})
    assert told(caught.value.problems) == [("E-SCHEMA.no-custom", "/custom")]
    assert "--forms" in caught.value.problems[0].fix("en")


@pytest.mark.parametrize(
    ("fact", "value", "key"),
    [
        ("host", 5, "E-SCHEMA.type"),
        ("host", ["a"], "E-SCHEMA.type"),
        ("host", {"name": "a"}, "E-SCHEMA.type"),
        ("started_on", "2026年4月1日", "E-DATE.iso"),
        ("started_on", "2026-02-30", "E-DATE.no-such-day"),
        ("started_on", 20260401, "E-DATE.iso"),
        ("weekly_hours", "40", "E-SCHEMA.type"),
        ("weekly_hours", 38.5, "E-SCHEMA.type"),
        ("weekly_hours", True, "E-SCHEMA.type"),
        ("insured_at_origin", "yes", "E-SCHEMA.type"),
        ("insured_at_origin", 1, "E-SCHEMA.type"),
        ("payer", "orign", "E-SCHEMA.choice"),
        ("payer", False, "E-SCHEMA.choice"),
    ],
)
def test_a_value_of_another_kind_is_told(fact: str, value: object, key: str) -> None:
    assert refused(with_custom(**{fact: value})) == [(key, f"/custom/secondment/{fact}")]


def test_a_group_holds_facts_and_is_none() -> None:
    assert refused({**SAMPLE, "custom": {"secondment": "みなと電子"}}) == [("E-SCHEMA.type", "/custom/secondment")]
    assert refused({**SAMPLE, "custom": "みなと電子"}) == [("E-SCHEMA.type", "/custom")]


def test_faults_of_both_kinds_are_told_at_once() -> None:
    profile = {**with_custom(payer="x", hots="y"), "rout": "mail"}
    found = refused(profile)
    assert ("E-SCHEMA.unknown-key", "/rout") in found
    assert ("E-SCHEMA.choice", "/custom/secondment/payer") in found
    assert ("E-SCHEMA.undeclared", "/custom/secondment/hots") in found


def test_what_is_not_stated_is_asked_for_and_stays_blank() -> None:
    assert ("E-REQUIRED.field", "/custom/secondment/host") in refused(with_custom(host=""))
    assert ("E-REQUIRED.field", "/custom/secondment/started_on") in refused(with_custom(started_on=None))
    pdf = formgen.render(FORM, with_custom(ends_on="", payer=""), forms=EXAMPLE)
    assert "2029" not in text_of(pdf)


def test_a_profile_that_was_read_before_is_held_against_the_folder() -> None:
    read = formgen.read_profile(with_custom(payer="x"))
    assert refused(read) == [("E-SCHEMA.choice", "/custom/secondment/payer")]
    good = formgen.read_profile(SAMPLE)
    assert formgen.render(FORM, good, forms=EXAMPLE) == formgen.render(FORM, SAMPLE, forms=EXAMPLE)
    assert formgen.render(FORM, good.profile, forms=EXAMPLE) == formgen.render(FORM, SAMPLE, forms=EXAMPLE)


# The folder

FAULTS = {
    "unknown-fact": (SHEET, "text: custom.secondment.duties", "text: custom.secondment.dutis", "secondment.duties"),
    "unknown-fact-in-when": (SHEET, "{custom.secondment.insured_at_origin:", "{custom.insured:", "custom.insured"),
    "unknown-fact-in-template": (SHEET, "{{ custom.secondment.host }}", "{{ custom.host }}", "custom.host"),
    "kind-of-blank": (SHEET, "{date: custom.secondment.ends_on", "{amount: custom.secondment.ends_on", "amount"),
    "value-of-choice": (SHEET, "options: {origin: 出向元", "options: {orign: 出向元", "origin"),
    "value-in-when": (SHEET, "insured_at_origin: true}", "insured_at_origin: yes}", "true"),
    "unknown-source": (SHEET, "source: own-practice\n", "source: own-practise\n", "own-practice"),
    "source-of-packet": (PACKET, "source: own-practice", "source: own-practise", "own-practice"),
    "sheet-of-packet": (PACKET, "sheet: envelope-label", "sheet: envelope-lable", "envelope-label"),
    "fact-of-packet": (
        PACKET,
        "    wrapper: true",
        "    when: {custom.secondment.pay: host}",
        "custom.secondment.payer",
    ),
    "value-of-packet": (PACKET, "    wrapper: true", "    when: {custom.secondment.payer: hots}", "host"),
    "unknown-key": (SHEET, "title_en:", "title_em:", "title_en"),
    "kind-of-fact": ("facts.yaml", "kind: number", "kind: nunber", "number"),
    "key-of-fact": ("facts.yaml", "    label: 出向先の名称\n", "    lable: 出向先の名称\n", "label"),
    "choice-without-values": (
        "facts.yaml",
        "    values: {origin: 出向元, host: 出向先, both: 出向元と出向先}\n",
        "",
        "choice",
    ),
    "values-without-choice": ("facts.yaml", "    kind: choice\n", "    kind: text\n", "choice"),
    "example": ("facts.yaml", "    example: 40\n", "    example: forty\n", "not of kind int"),
    "name-of-fact": ("facts.yaml", "  custom.secondment.duties:", "  secondment.duties:", "custom.NAME"),
    "fact-and-group": ("facts.yaml", "  custom.secondment.duties:", "  custom.secondment:", "not both"),
    "fact-of-ours": ("facts.yaml", "  custom.secondment.duties:", "  user.name:", "form_specs/facts.yaml"),
    "source-of-ours": (
        "sources.yaml",
        "  - id: own-practice",
        "  - id: house-practice",
        "form_specs/rules/sources.yaml",
    ),
    "key-of-source": ("sources.yaml", "    official: false", "    offical: false", "official"),
    "no-yaml": ("facts.yaml", "facts:", "facts: [", "YAML"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_folder_names_file_and_line(folder: Path, tmp_path: Path, fault: str) -> None:
    name, right, wrong, word = FAULTS[fault]
    changed(folder / name, right, wrong)
    done = run("render", FORM, folder / "samples" / f"{FORM}.json", "--forms", folder, "-o", tmp_path / "x.pdf")
    assert done.exit_code == 3, done.output
    assert word in " ".join(done.output.split())
    assert f"{Path(name).name}:" in "".join(done.output.split()), "a long path is broken over lines"
    assert not (tmp_path / "x.pdf").exists()


def test_a_form_of_ours_cannot_be_replaced(folder: Path) -> None:
    other = folder / "pledge@2026-01-01.yaml"
    shutil.copy(ROOT / "form_specs" / "sheets" / "pledge@2022-03-16.yaml", other)
    for form in ("pledge", FORM):
        with pytest.raises(formgen.Broken) as caught:
            formgen.blank(form, forms=folder)
        (found,) = caught.value.problems
        assert found.key == "E-SPEC.twice"
        assert found.file == str(other)
        assert "pledge@2022-03-16.yaml" in found.message("en")


def test_a_packet_of_ours_cannot_be_replaced(folder: Path) -> None:
    for form in ("usage-request", "pledge"):
        other = folder / "packets" / f"{form}.yaml"
        other.write_text((folder / PACKET).read_text(encoding="utf-8").replace(FORM, form), encoding="utf-8")
        with pytest.raises(formgen.Broken) as caught:
            formgen.plan(SAMPLE, forms=folder)
        assert [(p.key, p.file) for p in caught.value.problems] == [("E-SPEC.twice", str(other))]
        other.unlink()


def test_a_packet_asks_for_facts_of_ones_own(folder: Path) -> None:
    changed(folder / PACKET, "    wrapper: true", "    wrapper: true\n    when: {custom.secondment.payer: host}")
    assert [s.form for s in formgen.plan(SAMPLE, forms=folder).sheets] == [FORM]
    assert len(formgen.plan(with_custom(payer="host"), forms=folder).sheets) == 2
    found = formgen.plan(with_custom(payer=None), forms=folder).problems
    assert ("W-UNKNOWN.rule", "/custom/secondment/payer") in told(found)


def test_an_edition_lies_in_one_place(folder: Path) -> None:
    shutil.copy(folder / SHEET, folder / Path(SHEET).name)
    with pytest.raises(formgen.Broken) as caught:
        formgen.blank(FORM, forms=folder)
    assert [p.key for p in caught.value.problems] == ["E-SPEC.twice"]


def test_sheets_may_lie_beside_the_other_files(folder: Path) -> None:
    (folder / SHEET).rename(folder / Path(SHEET).name)
    assert formgen.render(FORM, SAMPLE, forms=folder) == formgen.render(FORM, SAMPLE, forms=EXAMPLE)
    assert formgen.sample(FORM, forms=folder) == SAMPLE


def test_a_changed_file_is_read_again(folder: Path) -> None:
    def text() -> str:
        return text_of(formgen.render(FORM, SAMPLE, forms=folder))

    assert "引き続き当機関で" in text()
    changed(folder / SHEET, "引き続き当機関で", "これから当機関で")
    assert "これから当機関で" in text()
    changed(folder / "facts.yaml", "kind: number", "kind: text")
    with pytest.raises(formgen.Refused):  # the example of the fact is a number still
        text()


def test_an_unchanged_folder_is_opened_once(folder: Path) -> None:
    assert formgen.open_library(folder) is formgen.open_library(str(folder))
    assert formgen.open_library(folder) is not formgen.open_library()


@pytest.mark.parametrize("kind", ["absent", "file"])
def test_a_folder_that_cannot_be_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "nowhere"
    if kind == "file":
        path.write_text("")
    done = run("forms", "--forms", path)
    assert done.exit_code == 2
    assert "--forms" in done.output
    assert str(path) in "".join(done.output.split())
    with pytest.raises(formgen.Refused) as caught:
        formgen.forms(forms=path)
    assert [p.key for p in caught.value.problems] == ["E-FILE.forms"]


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / SHEET).unlink()
    (folder / SHEET).symlink_to("nowhere")
    done = run("show", FORM, "--forms", folder)
    assert done.exit_code == 3
    assert "E-SPEC" in done.output


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert [f.form for f in formgen.forms(forms=tmp_path)] == [f.form for f in formgen.forms()]
    sample = formgen.sample("fee-payment-sheet")
    assert formgen.render("fee-payment-sheet", sample, forms=tmp_path) == formgen.render("fee-payment-sheet", sample)


@pytest.mark.parametrize(
    "name, right, wrong",
    [
        (SHEET, "title_en:", "title_em:"),
        (PACKET, "source: own-practice", "source: own-practise"),
        ("facts.yaml", "kind: number", "kind: nunber"),
        ("sources.yaml", "official: false", "offical: false"),
        (f"samples/{FORM}.json", '"route"', '"rout"'),
    ],
)
def test_every_fault_names_the_file_by_its_path(folder: Path, name: str, right: str, wrong: str) -> None:
    changed(folder / name, right, wrong)
    assert {p.file for p in formgen.api.lint_library(formgen.open_library(folder))} == {str(folder / name)}
    if not name.startswith("samples/"):
        with pytest.raises(formgen.Broken) as caught:
            formgen.plan(SAMPLE, forms=folder)
        assert {p.file for p in caught.value.problems} == {str(folder / name)}
        assert {p.file for p in formgen.api.lint_files([folder / name])} == {str(folder / name)}


def test_a_packet_of_no_form_names_its_file_and_the_sheet_that_is_ignored(folder: Path) -> None:
    ignored = folder / "sheets" / f"{FORM}.yaml"
    (folder / SHEET).rename(ignored)
    with pytest.raises(formgen.Broken) as caught:
        formgen.plan(formgen.sample("usage-request"), forms=folder)
    (found,) = caught.value.problems
    assert found.file == str(folder / PACKET)
    assert str(ignored) in found.message("en")


def test_editions_that_overlap_are_told_by_path(folder: Path) -> None:
    text = (folder / SHEET).read_text(encoding="utf-8")
    later = folder / SHEET.replace("2026-01-01", "2026-05-01")
    later.write_text(text.replace('from: "2026-01-01"', 'from: "2026-05-01"'), encoding="utf-8")
    with pytest.raises(formgen.Broken) as caught:
        formgen.blank(FORM, forms=folder)
    assert [p.file for p in caught.value.problems] == [str(later)]
