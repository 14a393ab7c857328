"""sources and diff: every rule is listed with its source, and what changed follows from the days of the rules."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from running import Run

from formgen import api
from formgen.files.located import read_yaml
from formgen.ground.dates import Period
from formgen.library.rule_files import FILES
from formgen.spec.rules import DatedRule, DocumentKind

DATA = Path(__file__).parent.parent / "data" / "differences.yaml"
CASES = read_yaml(DATA.read_text(encoding="utf-8"), DATA.name).data["differences"]
FORMS = [f.form for f in api.forms() if not f.internal]
BREAKS = [date(2022, 3, 16), date(2024, 7, 2), date(2025, 4, 1), date(2026, 1, 5), date(2026, 6, 14), date(2026, 10, 1)]


@pytest.fixture(scope="module")
def register() -> api.Register:
    return api.sources()


def test_every_rule_of_every_file_is_listed(register: api.Register) -> None:
    library = api.open_library()
    models = {section.model for shape in FILES.values() for section in shape.values()}
    kinds = {m for m in models if issubclass(m, DatedRule | DocumentKind)}
    assert kinds <= {type(entry.rule) for entry in register.rules}
    for lead in library.packet_files:
        listed = [e for e in register.rules if (e.file, e.section) == (f"packets/{lead}.yaml", "papers")]
        assert len(listed) == len(library.packet(lead))
    assert [e.rule for e in register.rules if e.section == "fees" and e.file == "rules/fees.yaml"] == list(
        library.rules.fees
    )


def test_every_rule_says_what_it_is_about_and_who_says_so(register: api.Register) -> None:
    for entry in register.rules:
        assert entry.sources, entry
        assert set(entry.sources) <= set(register.sources)
        assert register.last_checked(entry) is not None
        for words in (entry.said.says, *(s.title for s in entry.said.subjects)):
            assert words.ja, entry
            assert words.en, entry
            # A name of a key or a fact would be a word that nobody knows; steps name keys, and braces that are filled.
            assert "_" not in words.ja or entry.section == "steps", entry


def test_sources_for_people_and_programs(run: Run) -> None:
    out = run("sources", COLUMNS="200").stdout.decode()
    assert "isa-fees-2026: 在留手続等に関する手数料の改定（2026-10-01）" in out
    assert "在留カードの再交付（窓口）：1,900円" in out
    told = json.loads(run("sources", "--json").stdout)
    assert told["stale"] is None
    (fee,) = [r for r in told["rules"] if r["about"] == ["永住許可（窓口）"] and r["says"] == "200,000円"]
    assert fee["file"] == "rules/fees.yaml"
    assert (fee["from"], fee["until"], fee["status"]) == ("2026-10-01", None, "confirmed")
    assert fee["checked"] == "2026-11-22"
    assert fee["source"] == ["isa-fees-2026"]


def test_what_nobody_has_read_for_long(register: api.Register) -> None:
    day = date(2026, 11, 22)
    read = {s.checked for s in register.sources.values()}
    assert min(d for d in read if d) == day
    age = Period.parse("P180D")
    assert register.stale(age, day + timedelta(180)).sources == ()
    stale = register.stale(age, day + timedelta(181))
    assert {s.id for s in stale.sources} == {s.id for s in register.sources.values() if s.checked == day}
    # A rule that rests on a text which was read since is not among them.
    assert all(register.last_checked(r) == day for r in stale.rules)
    assert len(stale.rules) < len(register.rules)


def test_an_age_that_is_none_is_wrong_usage(run: Run) -> None:
    for age in ("180", "d", "half a year"):
        assert run("sources", "--stale", age).returncode == 2
    for age in ("180d", "6m", "1y", "P180D"):
        assert run("sources", "--stale", age, "--json").returncode == 0


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['form']}-{c['day']}")
def test_what_changed_on_a_day(case: dict[str, object]) -> None:
    """Each case names its source. A case that lists nothing says that none of its papers and fees changed."""
    day = date.fromisoformat(str(case["day"]))
    assert set(str(case["source"]).split(", ")) <= set(api.sources().sources)
    found = api.differences(str(case["form"]), day - timedelta(1), day)
    told = [f"{c.kind} {c.place.section} {', '.join(s.key for s in c.subjects)}" for c in found]
    wanted = list(case["changes"])  # type: ignore[call-overload]
    assert [change for change in wanted if change not in told] == []
    assert wanted or not [change for change in told if change.split()[1] in ("sheet", "papers", "fees", "payments")]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_changes_from_a_day_to_itself_and_all_is_undone_backwards(form: str) -> None:
    for day in BREAKS:
        assert api.differences(form, day, day) == ()
        there, back = api.differences(form, day - timedelta(1), day), api.differences(form, day, day - timedelta(1))
        assert {(c.before, c.after) for c in there} == {(c.after, c.before) for c in back}


def test_a_difference_for_people_and_programs(run: Run) -> None:
    out = run("diff", "fee-payment-sheet", "2026-09-30", "2026-10-01", COLUMNS="200").stdout.decode()
    assert "前：10,000円" in out
    assert "後：200,000円" in out
    assert "出典：在留手続等に関する手数料の改定（2026-10-01）" in out
    told = json.loads(run("diff", "fee-payment-sheet", "2026-09-30", "2026-10-01", "--json").stdout)
    (permanent,) = [c for c in told["changes"] if c["about"] == ["永住許可（窓口）"]]
    assert permanent["change"] == "changed"
    assert [e["says"] for e in permanent["before"] + permanent["after"]] == ["10,000円", "200,000円"]
    assert "変わったことはありません" in run("diff", "pledge", "2026-01-05", "2026-11-24").stdout.decode()


def test_an_unknown_form_or_day_is_wrong_usage(run: Run) -> None:
    told = run("diff", "fee-payment-shet", "2026-09-30", "2026-10-01", "--lang", "en")
    assert told.returncode == 2
    assert "fee-payment-sheet" in told.stderr.decode()
    assert run("diff", "pledge", "2026-02-30", "2026-10-01").returncode == 2
