"""The rule files that come with formgen, and every way to break one: a small file named for its fault."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from plan_data import HERE

from formgen.files.located import read_yaml
from formgen.ground.dates import Period
from formgen.ground.problems import Broken
from formgen.library.rule_checks import packet_faults
from formgen.library.rule_reading import read_rules
from formgen.spec.form import Header
from formgen.spec.rules import resolve_rows

BROKEN = sorted((HERE / "broken").glob("*.yaml"))
RULE_FILES = [p for p in BROKEN if not p.name.startswith("packet.")]
PACKET_FILES = [p for p in BROKEN if p.name.startswith("packet.")]
LEADS = ("usage-request", "resignation-report", "fee-payment-sheet")


def expected(path):
    line, _, words = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").partition(": ")
    return int(line), words


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda p: p.stem)
def test_broken_rule_file(path, tmp_path):
    shutil.copytree(HERE / "broken" / "good", tmp_path / "rules")
    name = path.name.partition(".")[0] + ".yaml"
    shutil.copy(path, tmp_path / "rules" / name)
    with pytest.raises(Broken) as caught:
        read_rules(tmp_path / "rules")
    line, words = expected(path)
    found = caught.value.problems[0]
    assert (found.file, found.line) == (name, line)
    assert words in found.message("en") + found.fix("en")
    assert found.code in ("E-SPEC", "E-SCHEMA")
    assert found.message("ja")


@pytest.mark.parametrize("path", PACKET_FILES, ids=lambda p: p.stem)
def test_broken_packet(path):
    rules = read_rules(HERE / "broken" / "good")
    located = read_yaml(path.read_text(encoding="utf-8"), path.name)
    found = packet_faults(Header.model_validate(located.data), located, rules.sources, rules.documents)
    line, words = expected(path)
    assert [(p.code, p.file, p.line) for p in found] == [("E-SPEC", path.name, line)]
    assert words in found[0].message("en")


def test_a_missing_rule_file_is_named(tmp_path):
    with pytest.raises(Broken) as caught:
        read_rules(tmp_path)
    assert {p.file for p in caught.value.problems} >= {"fees.yaml", "offices.yaml"}


def test_the_good_folder_is_good():
    assert read_rules(HERE / "broken" / "good").fees


@pytest.mark.parametrize("lead", LEADS)
def test_every_line_of_a_packet_has_a_source_and_a_reason(lead, library):
    form = library.editions(lead)[-1]
    assert form.packet
    for line in form.packet:
        assert set(line.sources) <= set(library.rules.sources)
        assert line.because.ja
        assert line.because.en
        assert line.since is None or line.since >= form.since
        assert line.need != "not-possible" or line.sheet == lead
    assert resolve_rows(form.packet)


def test_confirmed_rules_rest_on_more_than_nothing(library):
    rules = library.rules
    for office in rules.offices.values():
        assert "unverified" not in office.sources or office.status == "inferred"
        assert office.status == "inferred" or office.sources
    assert len(rules.offices) == 77
    assert sum(o.kind == "bureau" for o in rules.offices.values()) == 8


def test_special_addresses_name_offices(library):
    for address in library.rules.addresses:
        assert address.office is None or address.office in library.rules.offices
        assert address.name in library.rules.offices


def test_postage_is_dated(library):
    yen = {
        day: library.rules.limit("registered-letter-yen", day)
        for day in (date(2023, 9, 30), date(2023, 10, 1), date(2024, 9, 30), date(2024, 10, 1))
    }
    assert [limit.value for limit in yen.values()] == [404, 434, 434, 460]
    assert library.rules.limit("registered-letter-yen", date(2019, 9, 30)) is None


@pytest.mark.parametrize(
    "period, tier",
    [
        ("P3M", "up-to-3-months"),
        ("P3M1D", "up-to-6-months"),
        ("P1Y", "1-year"),
        ("P12M", "1-year"),
        ("P1Y3M", "under-3-years"),
        ("P2Y11M", "under-3-years"),
        ("P3Y", "under-5-years"),
        ("P4Y3M", "under-5-years"),
        ("P60M", "from-5-years"),
        ("P365D", None),
        ("P91D", None),
    ],
)
def test_tiers(period, tier, library):
    found = library.rules.tier(Period.parse(period))
    assert (found.id if found else None) == tier


def test_no_money_paper_mixes_the_two_stamps(library):
    envelope = library.rules.documents["return-envelope"]
    assert "切手" in envelope.what.ja
    sheet = next(
        x
        for x in library.editions("fee-payment-sheet")[-1].packet
        if x.sheet == "fee-payment-sheet" and x.need == "required"
    )
    assert "収入印紙" in sheet.because.ja
    assert "切手" not in sheet.because.ja
