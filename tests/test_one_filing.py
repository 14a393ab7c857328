"""From a profile to bytes there is one way, whoever calls; what cannot be meant is refused, never guessed."""

from __future__ import annotations

import copy
import io
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest

import formgen
from formgen import api
from formgen.filing.begin import begin, begin_sheet
from formgen.filing.filing import Filing
from formgen.filing.fitting import fitted
from formgen.filing.order import PacketItem
from formgen.ground.marks import Text
from formgen.ground.values import Value
from formgen.layout import lay_out
from formgen.planning import make as planning
from formgen.profile.model import Profile
from formgen.sheet.fill import Filled
from formgen.sheet.make import FilledSheet
from formgen.spec.form import Form
from formgen.spec.sheet_file import SheetFile

SECRET = "ひみつ商事株式会社"
HEAD = {
    "form": "f", "from": date(2020, 1, 1), "system": "free", "title": "試験票", "title_en": "Test",
    "layout": "free", "source": "s", "status": "inferred",
}  # fmt: skip


def usage(**change: Any) -> dict[str, Any]:
    return {**copy.deepcopy(formgen.sample("usage-request")), **change}


def refused(call: Any) -> list[str]:
    with pytest.raises(formgen.Refused) as caught:
        call()
    assert SECRET not in str(caught.value)
    assert caught.value.problems
    return [p.key for p in caught.value.problems]


# One way


def test_one_sheet_works_out_its_office_and_fee_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: object, **__: object) -> None:
        raise AssertionError("a sheet that shows nothing of the plan asked for it")

    for name in ("find_papers", "next_steps", "checklist", "value_problems"):
        monkeypatch.setattr(planning, name, too_much)
    assert formgen.render("fee-payment-sheet", formgen.sample("fee-payment-sheet")).startswith(b"%PDF")
    assert formgen.render("usage-request", usage()).startswith(b"%PDF")


def test_each_thing_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, int] = {}

    def counting(name: str) -> None:
        work = getattr(planning, name)

        def counted(*args: Any, **more: Any) -> Any:
            asked[name] = asked.get(name, 0) + 1
            return work(*args, **more)

        monkeypatch.setattr(planning, name, counted)

    for name in ("cases", "find_papers", "find_office", "find_fees", "next_steps"):
        counting(name)
    formgen.make_packet(usage())
    assert asked == {"cases": 1, "find_papers": 1, "find_office": 1, "find_fees": 1, "next_steps": 1}


@pytest.mark.parametrize("form", ["usage-request", "fee-payment-sheet", "resignation-report"])
def test_a_sheet_alone_is_the_sheet_of_the_packet(form: str) -> None:
    packet = formgen.make_packet(formgen.sample(form))
    (path,) = [e.path for e in packet.entries if e.form == form]
    assert formgen.render(form, formgen.sample(form)) == packet.files[path]


# What cannot be meant


def test_a_paper_that_is_not_handed_in_by_itself_makes_no_packet() -> None:
    for call in (formgen.plan, formgen.check, formgen.make_packet):
        assert refused(lambda call=call: call(usage(form="pledge"))) == ["E-VALUE.no-lead"]
    assert refused(lambda: formgen.plan(usage(), form="pledge")) == ["E-VALUE.no-lead"]
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan(usage(form="usage-checklist"))
    (found,) = caught.value.problems
    assert found.pointer == "/form"
    assert "usage-request" in found.fix()


def test_a_sheet_that_shows_a_plan_needs_a_lead_form() -> None:
    assert refused(lambda: formgen.render("usage-checklist", usage(form="usage-checklist"))) == ["E-VALUE.no-lead"]
    without = usage()
    del without["form"]
    assert refused(lambda: formgen.render("usage-checklist", without)) == ["E-REQUIRED.form"]
    assert formgen.render("pledge", usage(form="pledge")).startswith(b"%PDF")


def test_an_unknown_route_is_refused() -> None:
    for call in (formgen.plan, formgen.check, formgen.make_packet):
        assert refused(lambda call=call: call(usage(), route="fax")) == ["E-ROUTE.unknown"]
    assert refused(lambda: formgen.render("pledge", usage(), route="fax")) == ["E-ROUTE.unknown"]
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan(usage(), route="mial")  # type: ignore[arg-type]
    assert "mail" in caught.value.problems[0].fix()


@pytest.mark.parametrize("day", ["2025-06-01", date(2025, 6, 1), datetime(2025, 6, 1, 9)])
def test_the_day_may_be_text(day: Any) -> None:
    assert formgen.plan(usage(), as_of=day).as_of == date(2025, 6, 1)
    assert formgen.check(usage(), as_of=day).as_of == date(2025, 6, 1)
    assert formgen.render("pledge", usage(), as_of=day)


@pytest.mark.parametrize(
    ("day", "key"),
    [("2025-02-30", "E-DATE.no-such-day"), ("soon", "E-DATE.iso"), (20250601, "E-DATE.iso"), ("", "E-DATE.iso")],
)
def test_what_is_no_day_is_refused(day: Any, key: str) -> None:
    assert refused(lambda: formgen.plan(usage(), as_of=day)) == [key]


# Profiles from anything


def test_text_is_read_and_never_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = json.dumps(usage(), ensure_ascii=False)
    assert formgen.plan(text).form == "usage-request"
    assert formgen.plan("\ufeff  " + text).form == "usage-request"
    assert formgen.plan("form: usage-request\nroute: mail\n").route == "mail"
    for broken in (
        f'{{"organization": {{"name": "{SECRET}"',
        f"organization:\n  name: {SECRET}\n bad",
        f'{{"{SECRET}": 1',
    ):
        assert refused(lambda broken=broken: formgen.plan(broken))
    for missing in (f'"name": "{SECRET}"', f"name: {SECRET}", SECRET * 40, f"{SECRET}\0"):
        assert refused(lambda missing=missing: formgen.plan(missing)) == ["E-FILE.profile"]
    with pytest.raises(formgen.Refused, match=r"some/profile\.json"):
        formgen.plan("some/profile.json")


@pytest.mark.parametrize("nothing", [None, 3, 2.5, object(), ["a"]])
def test_what_is_no_profile_is_told_plainly(nothing: Any) -> None:
    with pytest.raises(formgen.Refused, match="cannot be read as a profile") as caught:
        formgen.plan(nothing)
    assert caught.value.problems[0].code == "E-SCHEMA"
    assert type(nothing).__name__ in str(caught.value)


def test_the_folder_may_be_text(tmp_path: Path) -> None:
    (tmp_path / "pledge.txt").write_text("誓います。", encoding="utf-8")
    read = formgen.read_profile({"pledge_text_file": "pledge.txt"}, folder=str(tmp_path))
    assert read.profile.pledge_text == "誓います。"


def test_the_model_takes_lists_and_stays_strict() -> None:
    made = Profile.model_validate({"users": [{"name": "甲", "career": [{"text": "a"}]}], "permission": [{}, {}]})
    assert made.users[0].career[0].text == "a"
    assert len(made.permission) == 2
    for wrong in ({"users": "甲"}, {"users": [{"name": 3}]}, {"users": {"name": "甲"}}, {"permission": [3]}):
        with pytest.raises(ValueError, match="validation error"):
            Profile.model_validate(wrong)


# What the answer says


def people(*names: str) -> list[dict[str, Any]]:
    one = usage()["users"][0]
    return [{**one, "name": name} for name in names]


def test_a_plan_answers_and_a_packet_refuses_what_is_missing() -> None:
    bare = usage(attachments=[])
    plan = formgen.plan(bare)
    assert not [p for p in plan.problems if p.severity == "error"]
    assert {d.document for d in plan.documents if d.need == "required" and not d.supplied} == {"identity-document"}
    for call in (lambda: formgen.make_packet(bare), lambda: list(map(_raise, formgen.check(bare).problems))):
        assert "E-MISSING-DOCUMENT.one" in refused(call)


def _raise(found: formgen.Problem) -> None:
    if found.code == "E-MISSING-DOCUMENT":
        raise formgen.Refused([found])


def test_the_one_whose_paper_is_missing_is_named_by_place_and_role() -> None:
    bare = usage(attachments=[], users=people("甲", "乙"))
    missing = [p for p in formgen.check(bare).problems if p.key == "E-MISSING-DOCUMENT.one"]
    assert [("1人目の申出人" in p.message(), "applicant 2" in p.message("en")) for p in missing] == [
        (True, False),
        (False, True),
    ]


def test_persons_are_counted_among_those_of_their_role() -> None:
    users = people("甲", "乙", "丙")
    users[0]["status"] = "approved"
    del users[2]["status"]
    profile = formgen.read_profile(usage(users=users)).profile
    told = [api.spoken_of(profile, n, None) for n in range(3)]
    assert told == ["1人目の利用者", "1人目の申出人", "1人目の職員"]
    assert api.spoken_of(profile, 1, None, "en") == "applicant 1"
    assert api.spoken_of(profile, 1, None, named=True) == "乙"
    assert api.spoken_of(profile, None, None) == ""


@pytest.mark.parametrize(
    "kind, status, expected",
    [
        (None, "applying", ("new", True, "新規利用申出用")),
        (None, "approved", ("additional", True, "追加利用申出用")),
        ("new", "applying", ("new", False, "新規利用申出用")),
    ],
)
def test_the_kind_and_where_it_comes_from(kind: str | None, status: str, expected: tuple[str, bool, str]) -> None:
    users = people("甲", "乙")
    users[1]["status"] = status
    plan = formgen.plan(usage(filing={"kind": kind, "user": 0}, users=users))
    assert plan.as_json()["filing"] == {"kind": expected[0], "derived": expected[1]}
    (title,) = [s.title for s in plan.sheets if s.form == "usage-checklist"]
    assert title == f"必要書類チェックシート（{expected[2]}）"
    form = next(f for f in formgen.forms() if f.form == "usage-checklist")
    printed = [p.item.print for p in form.items if hasattr(p.item, "print") and p.item.when]
    assert title in printed


def test_a_form_without_kinds_has_none() -> None:
    assert formgen.plan(formgen.sample("fee-payment-sheet")).as_json()["filing"] == {"kind": None, "derived": False}


def test_a_draft_wording_is_told_wherever_the_packet_is_described() -> None:
    packet = formgen.make_packet(usage())
    manifest = json.loads(packet.files["manifest.json"])
    (pledge,) = [f for f in manifest["files"] if f["form"] == "pledge"]
    assert (pledge["draft_wording"], pledge["status"], manifest["status"]) == (True, "inferred", "inferred")
    assert "wording" in {s.kind for s in packet.plan.next_steps}
    assert "案です" in _text(packet.files["next-steps.pdf"])
    own = formgen.make_packet(usage(pledge_text="誓約します。"))
    (pledge,) = [f for f in json.loads(own.files["manifest.json"])["files"] if f["form"] == "pledge"]
    assert pledge["draft_wording"] is False
    assert "wording" not in {s.kind for s in own.plan.next_steps}


@pytest.mark.parametrize("line", ["confirmed", "inferred"])
@pytest.mark.parametrize("form", ["confirmed", "inferred"])
@pytest.mark.parametrize("draft", [False, True])
def test_a_sheet_is_confirmed_only_if_need_form_and_wording_are(line: str, form: str, draft: bool) -> None:
    about, sheet = SimpleNamespace(status=line), SimpleNamespace(form=SimpleNamespace(status=form))
    item: Any = PacketItem("a", "a", about, None, None, 1, draft, sheet)  # type: ignore[arg-type]
    assert (item.status == "confirmed") is (line == form == "confirmed" and not draft)
    scan: Any = PacketItem("a", "a", about, None, None, 1)  # type: ignore[arg-type]
    assert scan.status == line


def test_a_packet_is_confirmed_only_if_everything_in_it_is() -> None:
    fee = formgen.sample("fee-payment-sheet")
    at_counter = json.loads(formgen.make_packet({**fee, "route": "counter"}).files["manifest.json"])
    assert {f["status"] for f in at_counter["files"] if f["role"] == "sheet"} == {"confirmed"}
    assert at_counter["status"] == "confirmed"
    by_mail = {
        **fee,
        "route": "mail",
        "permission": {**fee["permission"], "application_route": "online", "accepted_on": "2026-09-30"},
        "attachments": [{"document": d, "enclosed": True} for d in ("return-envelope", "residence-card")],
    }
    manifest = json.loads(formgen.make_packet(by_mail, draft=True).files["manifest.json"])
    assert {"confirmed", "inferred"} == {f["status"] for f in manifest["files"] if f["role"] == "sheet"}
    assert manifest["status"] == "inferred"


def _text(pdf: bytes) -> str:
    return "".join("".join(p.extract_text().split()) for p in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_next_steps_names_everybody_and_repeats_no_line() -> None:
    fee = formgen.sample("fee-payment-sheet")
    one = fee["permission"][0] if isinstance(fee["permission"], list) else fee["permission"]
    several = [
        {**one, "applicant": {"name": name}, "receipt_number": f"東労一E {n}", "accepted_on": "2026-09-30"}
        for n, name in enumerate(("NGUYEN THI HUONG", "LI MING"))
    ]
    packet = formgen.make_packet({**fee, "route": "counter", "permission": several})
    lines = [(s.kind, s.ja) for s in packet.plan.next_steps]
    assert len(lines) == len(set(lines))
    (stick,) = [s for s in packet.plan.next_steps if s.kind == "stick"]
    assert stick.of == ((None, 0), (None, 1))
    assert "NGUYEN" not in stick.ja + stick.en
    page = _text(packet.files["next-steps.pdf"])
    assert "【NGUYENTHIHUONG・東労一E0、LIMING・東労一E1】" in page


def test_a_packet_tells_what_was_shrunk_as_a_check_does() -> None:
    profile = usage()
    profile["users"][0]["employment"]["form"] = "無期雇用の正社員で在留手続と社会保険の担当を兼ねる者" * 3
    packet, checked = formgen.make_packet(profile), formgen.check(profile)
    assert packet.sizes == checked.sizes
    assert packet.notes == checked.notes
    assert any(s.size < s.wished for s in packet.sizes)


# Inputs are never outputs


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(usage(), ensure_ascii=False), encoding="utf-8")
    return path


def test_a_packet_is_never_written_over_its_profile(filled: Path) -> None:
    before = filled.read_bytes()
    packet = formgen.make_packet(filled)
    link, hard = filled.with_name("link.pdf"), filled.with_name("hard.zip")
    link.symlink_to(filled)
    hard.hardlink_to(filled)
    roundabout = filled.parent / "x" / ".." / "link.pdf"
    (filled.parent / "x").mkdir()
    for target in (link, hard, roundabout):
        assert refused(lambda target=target: packet.write(target, force=True)) == ["E-OUTPUT.input"]
    assert filled.read_bytes() == before
    assert link.is_symlink()


def test_a_packet_folder_that_holds_an_input_is_not_replaced(filled: Path) -> None:
    out = filled.parent / "out"
    formgen.make_packet(filled).write(out)
    inside = out / "sheets" / "01-cover-letter.pdf"
    again = usage(attachments=[{"document": "identity-document", "file": "out/sheets/01-cover-letter.pdf"}])
    filled.write_text(json.dumps(again), encoding="utf-8")
    packet = formgen.make_packet(filled, draft=True)
    assert refused(lambda: packet.write(out, force=True)) == ["E-OUTPUT.input"]
    assert inside.is_file()


def test_render_many_never_writes_over_a_profile(filled: Path) -> None:
    before = filled.read_bytes()
    call = lambda: formgen.render_many("pledge", [filled], filled, force=True)  # noqa: E731
    assert refused(call) == ["E-OUTPUT.input"]
    assert filled.read_bytes() == before


@pytest.mark.parametrize("name", ["packet.docx", "packet.PNG", "packet.tar"])
def test_a_packet_in_an_unknown_format_is_refused(name: str, tmp_path: Path) -> None:
    packet = formgen.make_packet(usage())
    assert refused(lambda: packet.write(tmp_path / name)) == ["E-OUTPUT.suffix"]
    assert not list(tmp_path.iterdir())
    assert packet.write(tmp_path / "packet.PDF").is_file()


def test_the_door_has_every_public_name() -> None:
    for name in api.__all__:
        assert getattr(api, name) is not None
    for name in set(formgen.__all__) - {"__version__"}:
        assert getattr(formgen, name) is getattr(api, name)
    for name in ("nosuch", "planning_"):
        with pytest.raises(AttributeError, match=name):
            getattr(api, name)


def test_the_starts_differ_in_what_they_demand_only() -> None:
    whole, one = begin(usage()), begin_sheet("pledge", usage())
    assert (whole.lead, whole.route, whole.day) == (one.lead, one.route, one.day)


# A sheet alone, and what shows the plan although the plan does not ask for it


@pytest.mark.parametrize("form", ["next-steps", "cover-letter", "envelope-label"])
def test_what_shows_the_plan_is_made_on_every_route(form: str) -> None:
    for route in ("counter", "mail"):
        assert formgen.render(form, usage(route=route)).startswith(b"%PDF")


def about(filing: Filing, form: str) -> list[tuple[int | None, int | None]]:
    """Whom the sheets of a form are about."""
    made = filing.sheets_of(filing.edition(form))
    return [(s.case.user, s.case.permission) for s in made if s.case is not None]


def test_a_sheet_alone_is_about_the_first_person_or_about_every_permission() -> None:
    assert about(begin_sheet("pledge", usage(users=people("甲", "乙"))), "pledge") == [(0, None)]
    fee = formgen.sample("fee-payment-sheet")
    several = {**fee, "permission": [fee["permission"], fee["permission"]]}
    assert about(begin_sheet("fee-payment-sheet", several), "fee-payment-sheet") == [(None, 0), (None, 1)]


def test_a_sheet_the_plan_does_not_need_is_about_those_its_own_form_names() -> None:
    users = people("甲", "乙")
    users[1]["status"] = "left"
    filing = begin_sheet("resignation-report", usage(users=users, form="usage-request"))
    assert about(filing, "resignation-report") == [(1, None)]
    other = begin_sheet("pledge", usage(users=users), as_of="2025-06-01")
    assert (other.lead.form, about(other, "pledge")) == ("usage-request", [(0, None)])
    (sheet,) = other.sheets_of(other.edition("resignation-report"))
    assert sheet.case is not None
    assert (sheet.case.user, sheet.case.as_of) == (1, date(2025, 6, 1))
    assert sheet.case.law is not None


def led_by(filing: Filing, lead: Form, **packet: Any) -> Filing:
    """The same filing, led by another state of its form."""
    lead.with_law(replace(filing.lead.packet, **packet), filing.lead.law)
    return replace(filing, lead=lead, _editions={})


def test_whom_the_plan_needs_a_sheet_for_wins_over_whom_its_form_names() -> None:
    users = people("甲", "乙")
    users[1]["title"] = "第二係長"
    filing = begin(usage(users=users))
    pledge = {"when": {"user.title": "第二係長"}}
    lines = tuple(r.model_copy(update=pledge) if r.sheet == "pledge" else r for r in filing.lead.packet.lines)
    other = led_by(filing, filing.lead.model_copy(), lines=lines)
    assert about(other, "pledge") == [(1, None)]
    assert about(other, "employment-certificate") == [(0, None)]
    # The lead form is the very one that was chosen, not another that is called the same.
    assert other.edition("usage-request") is other.lead is not filing.lead


@pytest.mark.parametrize("shown", [True, False])
def test_a_fee_in_doubt_stops_the_sheet_that_shows_it(shown: bool) -> None:
    fee = formgen.sample("fee-payment-sheet")
    filing = begin({**fee, "permission": {**fee["permission"], "amount": 1}})
    fact = "fee.amount" if shown else "permission.receipt_number"
    item = {"text": fact, "label": "欄", "box": [30, 40, 60, 10]}
    head = {"form": "fee-payment-sheet", "per": "permission", "person": None}
    other = led_by(filing, SheetFile.model_validate(HEAD | head | {"content": [item]}).as_form())
    if shown:
        with pytest.raises(formgen.Refused) as caught:
            other.filled(other.lead)
        assert [p.key for p in caught.value.problems] == ["E-FEE.disagrees"]
    else:
        assert len(other.filled(other.lead)) == 1


def test_a_name_the_library_does_not_have_is_no_paper() -> None:
    planning = begin(usage()).planning
    assert planning.exists("nosuch", planning.as_of) is None
    assert planning.exists("pledge", planning.as_of) is not None


def alone(tmp_path: Path, fact: str) -> Path:
    text = (Path(__file__).parent / "sheets" / "good.yaml").read_text(encoding="utf-8")
    head = text[: text.index("content:")].replace("form: good", "form: my-note")
    words = ", options: {counter: 窓口, mail: 郵送, online: 電子}" if fact == "route" else ""
    item = f"content:\n  - {{{'choice' if words else 'text'}: {fact}, label: 欄, box: [30, 40, 60, 10]{words}}}\n"
    (tmp_path / "my-note@2026-04-01.yaml").write_text(head + item, encoding="utf-8")
    return tmp_path


def test_a_sheet_of_ones_own_needs_no_route_and_no_packet(tmp_path: Path) -> None:
    forms = alone(tmp_path, "organization.name")
    assert formgen.render("my-note", {"organization": {"name": "さくら"}, "form": "my-note"}, forms=forms)


@pytest.mark.parametrize("fact", ["route", "office.name"])
def test_a_sheet_that_shows_the_way_needs_it(fact: str, tmp_path: Path) -> None:
    forms = alone(tmp_path, fact)
    assert refused(lambda: formgen.render("my-note", {"form": "my-note"}, forms=forms)) == ["E-REQUIRED.route"]


# What was made smaller


def test_a_column_of_smaller_type_is_not_told_as_made_smaller() -> None:
    sizes = [s for s in formgen.check(usage()).sizes if s.form == "usage-checklist" and s.blank == "rows"]
    assert [s.size == s.wished for s in sizes] == [True]


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("愛知県名古屋市中区栄四丁目5番6号 栄ビル7階", ["愛知県名古屋市中区栄", "四丁目5番6号 栄ビル7階"]),
        ("神奈川県横浜市港北区新横浜三丁目17番地6号 見本ビルディング新横浜東館12階", None),
    ],
)
def test_an_address_of_more_than_two_lines_goes_to_a_sheet_of_its_own(address: str, lines: list[str] | None) -> None:
    profile = formgen.sample("user-change-notice")
    profile["changes"][0]["after"] = address
    filing = begin(profile)
    case = next(s.case for s in filing.plan.sheets if s.form == "user-change-notice")
    sheet = filing.sheet(filing.lead, case)
    name = "change-organization-address-after"
    texts = [m.text for m in sheet.laid.pages[0].values if isinstance(m, Text) and m.field == name]
    assert texts == (lines or [])
    attached = [done.blank for done in sheet.laid.adaptations if done.kind == "attached"]
    assert attached == ([] if lines else [name])


def test_of_a_list_the_entry_that_fell_furthest_short_is_told() -> None:
    file = SheetFile.model_validate(
        {
            **HEAD,
            "content": [{
                "list": "plan.enclosures", "blank": "rows", "label": "欄", "box": [30, 40, 60, 40],
                "size": 9, "rows": 2,
                "columns": [{"key": "title", "width": 30}, {"key": "note", "width": 30, "size": 7}],
            }],
        }
    )  # fmt: skip
    entries = ({"title": "短い", "note": "短い"}, {"title": "長い書類の題名" * 3, "note": "短い"})
    spec = file.as_form()
    laid = lay_out(spec, [0], {"rows": Value(entries, "/x")})
    sheet = FilledSheet(spec, Filled((0,), {}), laid)
    ((size, wished),) = [(s.size, s.wished) for s in fitted([sheet])[0]]
    assert wished == 9
    assert size < 9
