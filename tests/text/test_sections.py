"""A list in sections: each under its head, in the order of the form; what has no section stands before them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from formgen.ground.marks import Text
from formgen.layout import LaidOut, lay_out
from formgen.profile.facts import Facts
from formgen.profile.validation import validate
from formgen.sheet.fill import fill
from formgen.spec.sheet_file import SheetFile

LIST = {
    "list": "user.career", "blank": "it", "label": "経歴", "box": [20, 40, 150, 100], "rows": 6, "fit": "continue",
    "columns": [{"key": "since", "width": 40, "kind": "month"}, {"key": "text", "width": 110}],
    "sections": {"by": "kind", "heads": {"education": "学　歴", "work": "職　歴", "qualification": "資格・免許"}},
    "closing": "以上",
}  # fmt: skip


def laid(*entries: tuple[str | None, str, str], **about: Any) -> LaidOut:
    career = [{"kind": kind, "from": since, "text": words} for kind, since, words in entries]
    facts = Facts(validate({"users": [{"career": career}]}), date(2026, 11, 24), user=0)
    head = {"form": "f", "from": date(2020, 1, 1), "system": "free", "title": "票", "title_en": "T", "layout": "free"}
    file = SheetFile.model_validate({**head, "source": "s", "status": "inferred", "content": [{**LIST, **about}]})
    form = file.as_form()
    filled, problems = fill(form, facts)
    assert not problems
    return lay_out(form, filled.active, filled.values)


def lines(found: LaidOut) -> list[list[str]]:
    """The texts of each page, line by line from the top."""
    pages = []
    for page in found.pages:
        by_line: dict[float, str] = {}
        for m in sorted((m for m in page.values if isinstance(m, Text)), key=lambda m: (round(m.y, 1), m.x)):
            by_line[round(m.y, 1)] = by_line.get(round(m.y, 1), "") + m.text
        pages.append(list(by_line.values()))
    return pages


def test_sections_in_the_order_of_the_form() -> None:
    found = laid(("work", "2015-04", "入社"), ("education", "2011-03", "卒業"))
    assert lines(found) == [["学　歴", "2011年3月卒業", "職　歴", "2015年4月入社", "以上"]]
    assert not found.problems


def test_what_has_no_section_is_not_lost() -> None:
    found = laid(("work", "2015-04", "入社"), (None, "2010-01", "渡航"), ("immigration", "2020-04", "担当"))
    assert lines(found) == [["2010年1月渡航", "2020年4月担当", "職　歴", "2015年4月入社", "以上"]]
    assert not found.problems


def test_heads_count_as_rows_and_the_list_is_closed_on_its_last_page() -> None:
    found = laid(*[("work", f"20{n:02d}-01", f"職{n}") for n in range(10, 16)])
    first, second = lines(found)
    assert first[:2] == ["職　歴", "2010年1月職10"]
    assert second[:2] == ["2015年1月職15", "以上"]


def test_without_sections_the_list_is_as_it_was_stated() -> None:
    found = laid(("work", "2015-04", "入社"), ("education", "2011-03", "卒業"), sections=None, closing="")
    assert lines(found) == [["2015年4月入社", "2011年3月卒業"]]


@pytest.mark.parametrize(
    ("stated", "printed"),
    [("2011-04", "2011年4月"), ("2011-12", "2011年12月"), ("平成23年春", "平成23年春"), ("2011", "2011")],
)
def test_months(stated: str, printed: str) -> None:
    found = laid((None, stated, "入社"), closing="")
    assert lines(found) == [[f"{printed}入社"]]
    assert not found.problems
