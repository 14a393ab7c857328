"""The order of filing: what opens it, then person by person (or permission by permission), then what closes it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import formgen
from example_profiles import beside, example
from formgen.filing.order import in_filing_order

MAIL = "usage-request-by-mail/profile"
OF_A_PERSON = ["usage-checklist", "usage-request", "pledge", "employment-certificate", "identity-document"]


def order(name: str, data: dict[str, Any]) -> list[tuple[str, str | None]]:
    """(paper, name of the person) in the order of the packet, which its paths must keep."""
    packet = formgen.make_packet(beside(name, data))
    papers = [e for e in packet.entries if e.role in ("sheet", "attachment")]
    numbers = [e.path.partition("/")[2].partition("-")[0] for e in papers]
    assert numbers == [f"{n:02}" for n in range(1, len(papers) + 1)]
    return [(e.form or e.document, e.person) for e in papers]


def test_persons_one_after_the_other_between_what_opens_and_what_closes() -> None:
    taro, huong = (user["name"] for user in example(MAIL)["users"])
    assert order(MAIL, example(MAIL)) == [
        ("cover-letter", None),
        *((paper, taro) for paper in [*OF_A_PERSON, "training-certificate"]),
        *((paper, huong) for paper in [*OF_A_PERSON, "agent-certificate"]),
        ("category-evidence", None),
        ("financial-statements", None),
        ("envelope-label", None),
    ]


def test_the_order_of_the_attachments_in_the_profile_does_not_count() -> None:
    data = example(MAIL)
    assert order(MAIL, {**data, "attachments": data["attachments"][::-1]}) == order(MAIL, data)


def test_persons_stand_in_the_order_of_the_profile() -> None:
    data = example(MAIL)
    swapped = [{**a, "user": 1 - a["user"]} if "user" in a else a for a in data["attachments"]]
    people = [name for _, name in order(MAIL, {**data, "users": data["users"][::-1], "attachments": swapped}) if name]
    huong, taro = (user["name"] for user in data["users"][::-1])
    assert people == [huong] * 6 + [taro] * 6


def test_permissions_stand_in_the_order_of_their_receipt_numbers() -> None:
    data = example("fee-sheets/profile")
    numbers = sorted(p["receipt_number"] for p in data["permission"])
    whose = {p["receipt_number"]: p["applicant"]["name"] for p in data["permission"]}
    back = {**data, "permission": data["permission"][::-1]}
    there = [("fee-payment-sheet", whose[number]) for number in numbers]
    assert order("fee-sheets/profile", data) == order("fee-sheets/profile", back) == there


def test_without_papers_of_a_person_the_cover_letter_still_comes_first() -> None:
    """Accepted online from October 2026: no fee sheet, but the envelope still goes off."""
    data = example("fee-sheets/by-mail")
    data["permission"]["accepted_on"] = "2026-10-01"
    name = data["permission"]["applicant"]["name"]
    # The note to carry is about somebody, but is not handed in: it does not stand among the papers.
    assert order("fee-sheets/by-mail", data) == [("cover-letter", None), ("carry-note", name), ("envelope-label", None)]


def test_several_scans_of_one_paper_stand_together_as_given() -> None:
    data = example(MAIL)
    second = {**data["attachments"][0], "file": "scans/training-taro.pdf"}
    papers = order(MAIL, {**data, "attachments": [*data["attachments"], second]})
    taro = data["users"][0]["name"]
    assert [p for p, name in papers if name == taro] == [*OF_A_PERSON, "identity-document", "training-certificate"]


def test_a_sheet_given_as_a_scan_stands_where_the_sheet_would() -> None:
    data = example(MAIL)
    signed = {"document": "pledge", "user": 0, "file": "scans/category-evidence.pdf"}
    assert order(MAIL, {**data, "attachments": [*data["attachments"], signed]}) == order(MAIL, data)


LINES = {
    name: SimpleNamespace(name=name, wrapper=name == "kept")
    for name in ("opens", "of a case", "also of a case", "kept", "closes")
}
CASES = (0, 1, 3, 2)
"""The permissions in the order of the plan."""
LEAD: Any = SimpleNamespace(packet=tuple(LINES.values()))


def in_order(*papers: tuple[str, int | None, int | None]) -> list[tuple[str, int | None, int | None]]:
    documents = [
        SimpleNamespace(
            document=line,
            title="",
            line=LINES[line],
            user=user,
            permission=permission,
            institution=None,
            copies=1,
            attachments=(0,),
        )
        for line, user, permission in papers
    ]
    cases = [SimpleNamespace(permission=number) for number in CASES]
    plan: Any = SimpleNamespace(sheets=(), documents=documents, cases=cases)
    return [(p.paper, p.user, p.permission) for p in in_filing_order(LEAD, plan, ())]


def test_all_papers_of_one_case_stand_before_those_of_the_next() -> None:
    for one, other in (((None, 0), (None, 1)), ((0, None), (1, None)), ((0, 0), (0, 1))):
        wanted = [
            ("opens", None, None),
            ("of a case", *one),
            ("also of a case", *one),
            ("of a case", *other),
            ("also of a case", *other),
            ("closes", None, None),
        ]
        assert in_order(*wanted[::-1]) == wanted


def test_cases_stand_as_in_the_plan_and_what_is_kept_behind_them() -> None:
    wanted: list[tuple[str, int | None, int | None]] = [
        ("of a case", None, 3),
        ("also of a case", None, 3),
        ("of a case", None, 2),
        ("kept", None, 3),
        ("kept", None, 2),
        ("closes", None, None),
    ]
    assert in_order(*wanted[::-1]) == wanted


def test_without_a_case_the_papers_stand_as_in_the_packet() -> None:
    assert in_order(("closes", None, None), ("opens", None, None)) == [("opens", None, None), ("closes", None, None)]
