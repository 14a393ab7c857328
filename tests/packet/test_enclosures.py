"""The list on the cover letter, read from the printed letter: what is in the envelope, how often, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import formgen
from example_profiles import beside, example
from readers import pdfium_texts

MAIL = "usage-request-by-mail/profile"
REQUEST = [
    "必要書類チェックシート（新規利用申出用）",
    "在留申請オンラインシステム利用申出書",
    "誓約書",
    "在職証明書",
    "本人確認資料の写し",
]


def listed(name: str, data: dict[str, Any]) -> list[tuple[str, int]]:
    """(title, copies) of every row, which must be numbered from 1 on."""
    text = "\n".join(pdfium_texts(formgen.render("cover-letter", beside(name, data)))).replace("\r", "")
    rows = re.findall(r"^(\d+) (.+) (\d+)$", text[text.index("下記のとおり") :], re.M)
    assert [int(number) for number, _, _ in rows] == list(range(1, len(rows) + 1))
    return [(title, int(copies)) for _, title, copies in rows]


def test_papers_of_two_persons_are_counted_together() -> None:
    assert listed(MAIL, example(MAIL)) == [
        *((title, 2) for title in REQUEST),
        ("申請等取次者証明書", 1),
        ("研修会の修了証書等の写し", 1),
        ("カテゴリー立証資料", 1),
        ("経営・財務状況を明らかにする資料", 1),
    ]


def test_of_alternatives_only_what_is_there() -> None:
    data = example(MAIL)
    data["users"], data["attachments"] = data["users"][:1], data["attachments"][:2]
    data["filing"]["category_review"] = False
    assert listed(MAIL, data) == [*((title, 1) for title in REQUEST), ("研修会の修了証書等の写し", 1)]


def test_a_paper_nobody_asked_for_is_in_when_it_is_given() -> None:
    """登記事項証明書: not required; with the attachment it is in the envelope, without it is not."""
    data = example(MAIL)
    before = listed(MAIL, data)
    extra = {"document": "registry-certificate", "enclosed": True, "issued_on": "2026-11-01"}
    more = listed(MAIL, {**data, "attachments": [*data["attachments"], extra]})
    (added,) = set(more) - set(before)
    assert added == (formgen.open_library().rules.title("registry-certificate"), 1)
    assert len(more) == len(before) + 1


def test_a_paper_that_still_has_to_come_is_listed() -> None:
    """What is required goes into the envelope in any case: a letter that leaves it out would hide that it lacks."""
    data = example(MAIL)
    without = [a for a in data["attachments"] if a["document"] != "identity-document"]
    assert listed(MAIL, {**data, "attachments": without}) == listed(MAIL, data)


def test_copies_for_each_client_institution() -> None:
    """Until 2025-03-31 each of three clients has a pledge of its own, for each of two persons."""
    data = example(MAIL) | {"date": "2025-03-31", "institutions": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]}
    data["organization"] |= {"kind": "support", "category": None}
    titles = dict(listed(MAIL, data))
    assert titles["誓約書"] == 6
    assert titles["在職証明書"] == 2
    assert not {"送付状", "封筒宛名"} & set(titles)
    signed = [{"document": "pledge", "enclosed": True, "user": u, "institution": n} for u in (0, 1) for n in range(3)]
    given = [*data["attachments"], *signed]
    assert dict(listed(MAIL, {**data, "attachments": given}))["誓約書"] == 6


def test_a_fee_sheet_by_mail() -> None:
    name = "fee-sheets/by-mail"
    assert listed(name, example(name)) == [("手数料納付書", 1), ("返信用封筒", 1), ("在留カード", 1)]
