"""What a packet says beside its papers holds on its days, on its routes and in its cases only."""

from __future__ import annotations

import pytest

from formgen.spec.packets import AddressUse, Deadline, FormFee, Marking, StepRule
from formgen.spec.rules import PacketLine, Words

HOUSE = {"status": "inferred", "source": "house-practice"}
OVER = {**HOUSE, "until": "2026-11-21"}
TO_COME = {**HOUSE, "from": "2026-11-23"}
WORDS = {"ja": "文", "en": "words"}


def test_the_library_keeps_its_own_packet(planned, library):
    planned("usage", lines=())
    assert library.editions("usage-request")[-1].packet


def test_markings_hold_on_their_days(planned):
    said = tuple(
        Marking.model_validate({"text": t, **days}) for t, days in (("甲", OVER), ("乙", HOUSE), ("丙", TO_COME))
    )
    assert planned("usage", envelope=said).envelope == ("乙",)


def test_a_marking_used_by_analogy_is_told_as_not_confirmed(plan_of):
    def told(start):
        plan = plan_of(start, route="mail")
        (step,) = (s.ja for s in plan.next_steps if s.kind == "write")
        (marking,) = plan.as_json()["envelope_details"]
        return marking["status"], "【未確認】" in step

    assert plan_of("usage").envelope == ("オンライン関係提出書類",)
    # Stated for reports of leaving and for deletion; elsewhere taken over.
    assert told("resignation") == ("confirmed", False)
    assert {told(start) for start in ("usage", "periodic", "moved")} == {("inferred", True)}


def test_what_to_upload_and_how_much(plan_of):
    (step,) = (s for s in plan_of("usage", route="online").next_steps if s.kind == "upload")
    assert all(word in step.ja for word in ("upload", "番号の順", "PDFだけ", "20ファイル", "合計20MB"))


def test_deadlines_hold_on_their_days(planned, plan_of):
    about = {"what": WORDS, "because": WORDS}
    said = tuple(Deadline.model_validate({**about, **days}) for days in (OVER, TO_COME))
    assert planned("resignation", deadlines=said).deadlines == ()
    assert plan_of("fee", {"permission": {"application_route": "online"}}, "mail", "2022-03-15").deadlines == ()


def test_steps_hold_on_their_days(planned):
    said = tuple(
        StepRule.model_validate({"kind": "carry", "text": {"ja": t, "en": t}, **days})
        for t, days in (("甲", OVER), ("乙", HOUSE), ("丙", TO_COME))
    )
    steps = planned("usage", steps=said).next_steps
    assert [(s.ja, s.label, s.source, s.status) for s in steps if s.kind == "carry"] == [
        ("乙", "携行", ("house-practice",), "inferred")
    ]


def test_a_filing_that_costs_something_does_not_say_how_it_is_paid(planned):
    fees = tuple(
        FormFee.model_validate({"amount": a, "because": WORDS, **days})
        for a, days in ((5, OVER), (300, HOUSE), (7, TO_COME))
    )
    (fee,) = planned("usage", fees=fees).fees
    assert (fee.amount, fee.payment, fee.because.ja) == (300, None, "文")


def test_special_addresses_hold_on_their_days(planned):
    use = {"use": "tokyo-online-section"}
    gone = tuple(AddressUse.model_validate({**use, **days}) for days in (OVER, TO_COME))
    assert planned("usage", addresses=gone).office.section is None
    (kept,) = (AddressUse.model_validate({**use, **HOUSE}),)
    assert planned("usage", addresses=(kept,)).office.postal_code == "160-0004"


def test_result_papers_go_to_the_annex_by_mail_only(plan_of):
    online = {"permission": {"application_route": "online", "accepted_on": "2026-09-30"}}
    assert plan_of("fee", online, "mail").office.postal_code == "135-0064"
    assert plan_of("fee", online, "counter").office.postal_code == "108-8255"
    assert plan_of("fee", None, "mail").office.postal_code == "108-8255"


def test_only_some_papers_need_an_office_that_takes_usage_requests(plan_of):
    port = {"office": "福岡出入国在留管理局対馬出張所"}

    def told(start):
        return [p.key for p in plan_of(start, port, "counter").problems if p.pointer == "/office"]

    assert told("usage")
    assert told("fee") == []


def test_a_row_of_the_check_sheet_is_marked_by_its_strongest_line(planned, plan_of):
    doubtful = {"need": "optional", "routes": ["mail"]}
    lines = tuple(
        PacketLine.model_validate(
            {"document": "passport", "because": WORDS, "checklist": {"title": "旅券"}, **HOUSE, **more}
        )
        for more in (doubtful, {"routes": ["mail", "online"], "need": "optional"}, {"routes": ["mail"]})
    )
    plan = planned("usage", lines=lines)
    (row,) = plan.facts(plan.cases[0])["plan.checklist"]
    assert (row["mail"], row["online"], row["counter"]) == ("○", "△", "－")


def test_a_case_may_have_a_row_of_its_own(plan_of):
    def note(day):
        plan = plan_of("usage", day=day)
        return next(r["note"] for r in plan.facts(plan.cases[0])["plan.checklist"] if "申出書" in r["title"])

    assert note("2026-01-04") == ""
    assert note("2026-01-05") == "オンラインは画面で入力"


@pytest.mark.parametrize(
    ("office", "place"),
    [
        ("札幌出入国在留管理局", "〒060-0042 北海道"),
        ("名古屋出入国在留管理局", "名古屋出入国在留管理局（所在地は確かめられていません。入管庁の官署一覧で調べて"),
        ("福岡出入国在留管理局熊本出張所", "福岡出入国在留管理局熊本出張所（所在地は"),
        (None, "（提出先が決まっていません）"),
    ],
)
def test_the_place_is_written_as_far_as_it_is_confirmed(plan_of, office, place):
    plan = plan_of("usage", {"office": office, "organization": {"address": None}})
    (send,) = (s for s in plan.next_steps if s.kind == "send")
    assert send.ja.startswith(f"簡易書留かレターパックで送ります。送り先：{place}")


def test_the_periodic_report_goes_where_the_new_request_went(plan_of):
    stays = plan_of("periodic", {"office": None})
    assert "利用申出をした官署" in stays.office.because.ja
    # Its place now says nothing of where it asked then.
    moved = {"changes": [{"item": "organization.address", "before": "大阪府大阪市北区", "after": "東京都新宿区"}]}
    found = plan_of("periodic", {"office": None, **moved})
    assert found.office is None
    assert "/office" in {p.pointer for p in found.problems if p.code == "W-UNKNOWN"}


@pytest.mark.parametrize("start", ["resignation", "agent-leaving"])
def test_who_has_left_is_not_told_to_finish_first(plan_of, start):
    def told(left_on):
        plan = plan_of(start, {"filing": {"left_on": left_on}}, day="2026-11-22")
        return next(s.ja for s in plan.next_steps if "引き継げません" in s.ja)

    assert "離職した人" in told("2026-11-21")
    for day in ("2026-11-22", "2026-12-31", None):
        assert "終えて" in told(day) or "終える" in told(day)


def test_a_copy_of_what_is_only_shown_is_told_as_bound_in(plan_of):
    def told(given):
        plan = plan_of("usage", {"attachments": given}, route="counter")
        return next(s.ja for s in plan.next_steps if s.kind == "show")

    assert "綴りに入っています" in told([{"document": "identity-document", "user": 0, "file": "id.pdf"}])
    assert "綴り" not in told([])


def test_registration_comes_before_a_request_in_the_system_of_2026(plan_of):
    def told(day):
        plan = plan_of("usage", day=day)
        return any("利用者登録" in row["text"] for row in plan.facts(plan.cases[0])["plan.next_steps"])

    assert (told("2026-01-04"), told("2026-01-05")) == (False, True)


def test_words_are_in_both_languages(library):
    every = [*library.rules.steps, *(s for lead in library.packet_files for s in library.packet(lead).steps)]
    assert len(every) > 15
    assert all(isinstance(t, Words) and t.ja != "" and t.en != "" for s in every for t in s.texts)
