"""The read-back fails when the file is spoiled in any way, and not otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from formgen.ground.marks import Page, Text
from formgen.pdf import embed
from formgen.pdf.draw import draw
from formgen.sheet.make import FilledSheet, as_pdf
from formgen.sheet.verify import differences
from forms_under_test import filled, form

NAME = "髙橋 花子"


def sheet() -> FilledSheet:
    return filled("usage-request@2022-03-16")[0]


def changed(page: Page, change: Callable[[Text], list[Text]], role: str = "values") -> Page:
    marks = getattr(page, role)
    place = next(n for n, m in enumerate(marks) if isinstance(m, Text) and len(m.text) > 3)
    return replace(page, **{role: (*marks[:place], *change(marks[place]), *marks[place + 1 :])})


SPOILED: dict[str, Callable[[Text], list[Text]]] = {
    "a character is lost": lambda m: [replace(m, text=m.text[:-1])],
    "a character is lost inside": lambda m: [replace(m, text=m.text[:1] + m.text[2:])],
    "a character is changed": lambda m: [replace(m, text="川" + m.text[1:])],
    "a variant is replaced": lambda m: [replace(m, text=m.text.replace("髙", "高") + "髙"[:0])],
    "a character is doubled": lambda m: [replace(m, text=m.text[0] + m.text)],
    "two change places": lambda m: [replace(m, text=m.text[1] + m.text[0] + m.text[2:])],
    "the value is not drawn": lambda m: [],
    "the value stands elsewhere": lambda m: [replace(m, y=m.y + 40)],
    "the value stands a little to the right": lambda m: [replace(m, x=m.x + 1.5)],
    "the value stands twice": lambda m: [m, replace(m, y=m.y + 0.8, x=m.x + 60)],
    "something is added": lambda m: [m, replace(m, y=290, text="余")],
}


@pytest.mark.parametrize("fault", SPOILED)
def test_a_fault_is_noticed(fault: str) -> None:
    page = Page((), (Text(30, 50, "髙橋花子", "BIZUDMincho-Regular", 10.5, role="value", field="user-name"),))
    spoiled = changed(page, SPOILED[fault])
    assert differences(draw([page], {}), [page], "f") == ()
    assert [p.code for p in differences(draw([spoiled], {}), [page], "f")] == ["E-VERIFY"]


@pytest.mark.parametrize(
    "fault",
    [f for f in SPOILED if "elsewhere" not in f and "right" not in f and "places" not in f and "variant" not in f],
)
def test_a_fault_of_printed_ink_is_noticed(fault: str) -> None:
    """Printed ink is counted; where it stands is left to the goldens."""
    page = sheet().pages[0]
    spoiled = changed(page, SPOILED[fault], "ink")
    assert [p.code for p in differences(draw([spoiled], {}), [page], "f")] == ["E-VERIFY"]


def test_a_space_that_joins_two_words_is_noticed() -> None:
    page = Page((), (Text(30, 50, NAME, "BIZUDMincho-Regular", 10, role="value", field="user-name"),))
    first, second = NAME.split()
    joined = Page((), (replace(page.values[0], text=first + second),))  # type: ignore[type-var, call-arg]
    assert differences(draw([page], {}), [page], "f") == ()
    assert differences(draw([joined], {}), [page], "f")[0].field == "user-name"


def test_values_of_two_blanks_in_each_others_places() -> None:
    one = Text(30, 50, "山田", "BIZUDMincho-Regular", 10, role="value", field="a")
    two = Text(30, 60, "川上", "BIZUDMincho-Regular", 10, role="value", field="b")
    swapped = Page((), (replace(one, text=two.text), replace(two, text=one.text)))
    found = differences(draw([swapped], {}), [Page((), (one, two))], "f")
    assert [p.field for p in found] == ["a", "b"]


def test_a_page_too_few() -> None:
    made = sheet()
    assert differences(as_pdf([made]), [*made.pages, *made.pages], "f")


def test_a_code_that_means_another_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry of ToUnicode altered: it looks right on paper and copies out wrong."""
    honest = embed._to_unicode

    def altered(texts: list[str]) -> bytes:
        return honest(["高" if text == "髙" else text for text in texts])

    monkeypatch.setattr(embed, "_to_unicode", altered)
    made = sheet()
    assert "user-name" in [p.field for p in differences(as_pdf([made]), made.pages, "f")]


def test_a_glyph_that_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """One code left out of the content stream."""
    honest = embed.Codes.encode
    monkeypatch.setattr(embed.Codes, "encode", lambda self, text: honest(self, text.replace("髙", "")))
    made = sheet()
    assert "user-name" in [p.field for p in differences(as_pdf([made]), made.pages, "f")]


@pytest.mark.parametrize(
    "texts",
    [
        ["人事-", "abc"],
        ["AB-", "cd", "-"],
        ["160-", "0004"],
        ["ﬁnance ﬀ"],
        [" a", "b  c", "　"],
        ["𠮷田", "邊\U000e0102", "葛\U000e0100", "か\u3099", "e\u0302\u0301x"],
        ["\u00a0a\u2003b"],
    ],
)
def test_habits_of_the_reader_are_no_faults(texts: list[str]) -> None:
    """pdfium takes a hyphen at a line end for a soft one, spells ligatures out, and drops spaces alone."""
    from formgen.layout.setting import Look, line

    marks = [m for n, t in enumerate(texts) for m in line(t, 30, 50 + 5 * n, Look(10, role="value", field=f"f{n}"))]
    page = Page((), tuple(marks))
    assert differences(draw([page], {}), [page], "f") == ()


def test_layout_notices_a_value_that_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """What line breaking would lose is found before anything is written."""
    from covered import laid_out

    from formgen.layout import measuring

    honest = measuring.filled_lines
    monkeypatch.setattr(measuring, "filled_lines", lambda *a, **k: [t[:-1] for t in honest(*a, **k) or []])
    laid = laid_out(form("resignation-report@2022-03-16"), {"address": "東京都新宿区四谷一丁目"})
    assert [(p.code, p.field) for p in laid.problems] == [("E-VERIFY", "address")]
