"""The rule files that come with formgen, and every way to break one: a small file named for its fault."""

from __future__ import annotations

import shutil
from datetime import date
from itertools import takewhile

import pytest
from plan_data import HERE

import formgen
from formgen.files.located import read_yaml
from formgen.ground.dates import Period
from formgen.ground.problems import Broken, Refused
from formgen.library import library_in
from formgen.library.packets import read_packet, read_procedure
from formgen.library.rule_reading import read_rules
from formgen.library.samples import sample_of
from formgen.profile.derived import read_prefecture
from formgen.spec.packet_files import Paper, written_lines
from formgen.spec.rules import in_force

ROOT = HERE.parent.parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
RULE_FILES = [p for p in BROKEN if not p.name.startswith("packet.")]
PACKET_FILES = [p for p in BROKEN if p.name.startswith("packet.")]
FORMS = ("usage-request", "cover-letter")
LEADS = (
    "agent-request",
    "agent-resignation-report",
    "usage-request",
    "periodic-report",
    "resignation-report",
    "removal-request",
    "id-confirmation-request",
    "user-change-notice",
    "attachment-statement",
    "fee-payment-sheet",
)


def expected(path):
    """What the first lines of a broken file say: the lines of its faults and words of each."""
    heads = takewhile(lambda line: line.startswith("# "), path.read_text(encoding="utf-8").splitlines())
    return [(int(line), words) for line, _, words in (h.removeprefix("# ").partition(": ") for h in heads)]


def assert_told(problems, path, file):
    told = expected(path)
    assert [(p.file, p.line) for p in problems] == [(file, line) for line, _ in told]
    for found, (_, words) in zip(problems, told, strict=True):
        assert words in found.message("en") + found.fix("en")
        assert found.code in ("E-SPEC", "E-SCHEMA")
        assert found.message("ja")


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda p: p.stem)
def test_broken_rule_file(path, tmp_path):
    shutil.copytree(HERE / "broken" / "good", tmp_path / "rules")
    name = path.name.partition(".")[0] + ".yaml"
    shutil.copy(path, tmp_path / "rules" / name)
    with pytest.raises(Broken) as caught:
        read_rules(tmp_path / "rules")
    assert_told(caught.value.problems, path, name)


@pytest.fixture(scope="module")
def good_rules():
    return read_rules(HERE / "broken" / "good")


@pytest.mark.parametrize("path", PACKET_FILES, ids=lambda p: p.stem)
def test_broken_packet(path, tmp_path, good_rules):
    copied = shutil.copy(path, tmp_path / "usage-request.yaml")
    with pytest.raises(Broken) as caught:
        read_packet(copied, good_rules, FORMS)
    assert_told(caught.value.problems, path, "usage-request.yaml")


def test_a_limit_about_no_paper_is_refused(tmp_path):
    shutil.copytree(HERE / "broken" / "good", tmp_path / "rules")
    with pytest.raises(Broken) as caught:
        read_rules(tmp_path / "rules", ["usage-requests"])
    assert [(p.file, p.line) for p in caught.value.problems] == [("limits.yaml", line) for line in (2, 3, 4)]
    assert "Did you mean usage-requests" in caught.value.problems[0].message("en")


def test_a_word_that_a_rule_compares_a_text_with_is_declared(tmp_path, library):
    shutil.copytree(HERE / "broken" / "good", tmp_path / "rules")
    path = tmp_path / "rules" / "derived.yaml"
    text = path.read_text(encoding="utf-8")
    read_rules(tmp_path / "rules", facts=library.facts)
    path.write_text(text.replace("begins: [特定技能]", "begins: [特技定能]"), encoding="utf-8")
    with pytest.raises(Broken) as caught:
        read_rules(tmp_path / "rules", facts=library.facts)
    line = next(n for n, said in enumerate(text.splitlines(), 1) if "begins" in said)
    assert [(p.file, p.line) for p in caught.value.problems] == [("derived.yaml", line)]
    assert "Did you mean 特定技能" in caught.value.problems[0].message("en")


def test_a_procedure_under_another_name_or_without_a_title_is_refused(tmp_path, library):
    text = (ROOT / "form_specs" / "procedures" / "result-of-acquisition.yaml").read_text(encoding="utf-8")
    path = tmp_path / "result-of-acquisitions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Broken) as caught:
        read_procedure(path, library.rules, library.files)
    assert ["should be called result-of-acquisition.yaml" in p.message("en") for p in caught.value.problems] == [True]
    path = tmp_path / "result-of-acquisition.yaml"
    path.write_text(text.replace(", en: receiving the result of an acquisition of status", ""), encoding="utf-8")
    with pytest.raises(Broken) as caught:
        read_procedure(path, library.rules, library.files)
    assert [p.line for p in caught.value.problems] == [3]


@pytest.mark.parametrize(
    "name, day, says",
    [
        # ordinance-2026; ngj-application before it
        ("face-photo-exempt", date(2026, 6, 13), 16),
        ("face-photo-exempt", date(2026, 6, 14), 1),
        # ordinance-2023
        ("face-photo-age", date(2023, 3, 26), "P3M"),
        ("face-photo-age", date(2023, 3, 27), "P6M"),
        # smilevisa-filing-2025-12: one PDF of 10 MB, then 20 files of 25 MB
        ("application-files", date(2026, 1, 4), 1),
        ("application-files", date(2026, 1, 5), 20),
        ("application-size", date(2026, 1, 4), 10),
        ("application-size", date(2026, 1, 5), 25),
    ],
)
def test_limits_by_day(name, day, says, library):
    found = library.rules.limit(name, day)
    assert (found.number or found.period) == says


def test_how_long_something_takes_is_never_promised(library):
    times = {x.id for x in library.rules.limits if not x.promised}
    assert times == {
        "usage-result-time",
        "agent-result-time",
        "report-result-time",
        "application-result-time",
        "card-return-time",
    }


def test_a_missing_rule_file_is_named(tmp_path):
    with pytest.raises(Broken) as caught:
        read_rules(tmp_path)
    assert {p.file for p in caught.value.problems} >= {"fees.yaml", "offices.yaml", "steps.yaml"}
    assert all("no such file" in p.message("en") for p in caught.value.problems)


def test_the_good_files_are_good(good_rules):
    packet = read_packet(HERE / "broken" / "good" / "packets" / "usage-request.yaml", good_rules, FORMS)
    assert [(line.paper, line.group, line.status) for line in packet] == [
        ("usage-request", None, "confirmed"),
        ("usage-request", None, "confirmed"),
        ("usage-request", None, "inferred"),
        ("passport", "who", "confirmed"),
        ("photo", "who", "confirmed"),
    ]


def test_a_packet_of_no_form_is_refused(tmp_path):
    shutil.copytree(ROOT / "form_specs", tmp_path / "forms")
    packets = tmp_path / "forms" / "packets"
    (packets / "usage-request.yaml").rename(packets / "usage-reqest.yaml")
    with pytest.raises(Broken) as caught:
        library_in(tmp_path / "forms").editions("usage-request")
    assert [p.file for p in caught.value.problems] == ["usage-reqest.yaml"]
    assert "Did you mean usage-request" in caught.value.problems[0].message("en")


@pytest.mark.parametrize("lead", LEADS)
def test_every_line_of_a_packet_has_a_source_and_a_reason(lead, library):
    form = library.editions(lead)[-1]
    assert form.lead
    for line in form.packet:
        assert set(line.sources) <= set(library.rules.sources)
        assert line.because.ja
        assert line.because.en
        assert line.since is None or line.since >= library.editions(lead)[0].since


def test_only_forms_with_a_packet_lead(library):
    assert {f.form for f in library.latest() if f.lead} == set(LEADS)


def test_every_lead_form_has_a_sample(library):
    # Sheets that the sample of their lead form does not come to have samples of their own.
    own = {"pledge-by-user", "pledge-institutions", "carry-note", "photo-strip"}
    # The list of fees stands beside a packet, in none.
    samples = {p.stem for p in (library.folder / "samples").glob("*.json")}
    assert samples == {*LEADS, *own, "control-list"}
    for form in own:
        assert any(s.form == form for s in formgen.plan(library.sample(form)).sheets)
    for lead in LEADS:
        assert library.sample(lead)["form"] == lead
    assert sample_of(library, "pledge")["form"] == "usage-request"
    assert sample_of(library, "envelope-label")["route"] == "mail"
    with pytest.raises(Refused):
        sample_of(library, "pledg")


# How a packet file is read


def lines_of(text):
    data = read_yaml(text, "x").data
    return list(written_lines(Paper.model_validate(data), "/papers/0", FORMS))


def test_what_is_said_nearer_to_a_case_wins():
    """Paper, then case, then the paper's route, then the case's route; conditions add up."""
    found = lines_of("""
document: photo
as: copy
status: inferred
when: {organization.user_type: staff}
counter: {as: original-shown, need: show}
cases:
  - {routes: [counter, mail], until: "2026-01-04"}
  - {from: "2026-01-05", when: {filing.kind: new}, status: confirmed, counter: {need: optional}}
""")
    assert [line.keys["routes"] for line in found] == [("counter",), ("mail",), ("counter",), ("mail", "online")]
    assert [line.keys["as"] for line in found] == ["original-shown", "copy", "original-shown", "copy"]
    assert [line.keys.get("need") for line in found] == ["show", None, "optional", None]
    assert [line.keys["status"] for line in found] == ["inferred", "inferred", "confirmed", "confirmed"]
    assert found[3].keys["when"] == {"organization.user_type": "staff", "filing.kind": "new"}
    assert found[2].places["need"] == "/papers/0/cases/1/counter/need"


def test_a_choice_of_papers_is_a_group_unless_a_case_wants_one():
    found = lines_of("""
one_of: [passport, photo]
group: who
checklist: {passport: {title: 旅券}, photo: {title: 写真}}
cases:
  - {until: "2026-01-04"}
  - {from: "2026-01-05", only: photo}
""")
    told = [(line.keys["document"], line.keys["group"], line.keys["checklist"].title) for line in found]
    assert told == [("passport", "who", "旅券"), ("photo", "who", "写真"), ("photo", None, "写真")]


def test_confirmed_rules_rest_on_more_than_nothing(library):
    rules = library.rules
    for office in rules.offices.values():
        assert "unverified" not in office.sources or office.status == "inferred"
        assert office.status == "inferred" or office.sources
    assert len(rules.offices) == 79
    assert sum(o.kind == "bureau" for o in rules.offices.values()) == 8
    assert all((o.name_source == "office-rules") == (o.kind == "sub-office") for o in rules.offices.values())


@pytest.mark.parametrize("day", [date(2022, 3, 16), date(2025, 5, 25), date(2025, 5, 26), date(2026, 11, 24)])
def test_sub_offices_are_as_many_as_the_rules_name(library, day):
    """61 on 2026-06-14 (office-rules, 別表); before 2025-05-26 one had another name."""
    assert sum(o.kind == "sub-office" for o in in_force(library.rules.offices.values(), day)) == 61


def test_every_prefecture_is_served_by_one_bureau_or_branch(library):
    rule = library.rules.jurisdiction[0]
    offices = [o for o in library.rules.offices.values() if o.kind in rule.kinds and o.accepts_usage_request]
    served = [area.partition("(")[0] for o in offices for area in o.prefectures]
    assert len(served) == len(set(served)) == 47
    assert all(read_prefecture(f"{area}架空市1") == area for area in served)
    assert read_prefecture("山県市高富1") is None
    assert read_prefecture("　京都府京都市1") == "京都府"


def test_every_source_says_when_it_was_last_read(library):
    """Without a day nobody could tell which rules to look up again: add `checked: "YYYY-MM-DD"` to the source."""
    assert [s.id for s in library.rules.sources.values() if s.checked is None] == []


def test_a_fee_that_no_paper_of_ours_carries_says_why(library):
    found = {f.id: (f.amount, f.status) for f in library.rules.fees_elsewhere}
    assert found["support-registration"] == (28400, "confirmed")
    assert found["support-registration-renewal"] == (11100, "confirmed")
    assert all(f.because.ja for f in library.rules.fees_elsewhere)


def test_special_addresses_name_offices(library):
    for address in library.rules.addresses:
        assert address.office is None or address.office in library.rules.offices
        assert address.name in library.rules.offices


def test_postage_is_dated(library):
    yen = {
        day: library.rules.registered_letter(day)
        for day in (date(2023, 9, 30), date(2023, 10, 1), date(2024, 9, 30), date(2024, 10, 1))
    }
    assert [limit.value for limit in yen.values()] == [404, 434, 434, 460]
    assert library.rules.registered_letter(date(2019, 9, 30)) is None
    packs = {(sort, day): library.rules.letter_pack(sort, day) for sort in ("plus", "light") for day in yen}
    assert [pack.value for pack in packs.values()] == [520, 520, 520, 600, 370, 370, 370, 430]


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
