"""Long names and titles stand whole, at 8 pt or more, in every name and title cell of every form."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from formgen.ground.marks import Text
from formgen.ground.values import Value
from formgen.layout import lay_out
from formgen.pdf.draw import draw
from formgen.sheet.verify import differences
from formgen.spec.items import RowsBlank, TextBlank
from forms_under_test import NAMES, ROOT, form

#: As passports, registers and name cards have them.
LONG = json.loads((ROOT / "tests" / "data" / "long-names.json").read_text(encoding="utf-8"))
PERSONS: list[str] = LONG["persons"]
POSTS: list[str] = LONG["posts"]
OF_PERSONS = {
    "user.name", "organization.representative.name", "organization.contact.name", "permission.applicant.name",
    "application.applicant.name",
}  # fmt: skip
#: Columns of lists that hold the name of a person: the list, and the key of the column.
COLUMNS_OF_PERSONS = {
    ("filing.roster", "name"), ("filing.affected_users", "name"), ("plan.fees", "applicant"),
    ("institutions.listed", "representative"),
}  # fmt: skip


def test_there_are_thirty() -> None:
    assert len(PERSONS) + len(POSTS) == 30
    assert max(map(len, PERSONS)) >= 40


def cells() -> Iterator[tuple[str, int, str]]:
    """Every cell for a name of a person or a post: its form, its number there, and which of both it takes."""
    for name in NAMES:
        for number, placed in form(name).numbered_blanks:
            blank = placed.item
            if isinstance(blank, TextBlank) and (kind := _kind(blank)):
                yield name, number, kind


def _kind(blank: TextBlank) -> str:
    fact = blank.fact or ""
    if blank.led_by and blank.led_by[-1].endswith(".title"):
        return "both"
    if fact in OF_PERSONS:
        return "name"
    return "post" if fact in ("user.title", "organization.representative.title") or blank.followed_by else ""


def texts(kind: str) -> list[str]:
    if kind == "both":
        # The longest posts are of representatives with Japanese names, and long names are of shorter posts.
        return [f"{post}　　佐倉 一郎" for post in POSTS] + [f"代表取締役　　{name}" for name in PERSONS]
    return PERSONS if kind == "name" else POSTS


CELLS = list(cells())


@pytest.mark.parametrize("name, number, kind", CELLS, ids=[f"{n}-{form(n).items[i].item.blank}" for n, i, _ in CELLS])
def test_long_names_stand_whole(name: str, number: int, kind: str) -> None:
    spec = form(name)
    blank = spec.items[number].item
    for text in texts(kind):
        if blank.joint == "\n":
            text = f"見本精密工業株式会社\n人事総務本部\n{text}"
        laid = lay_out(spec, [number], {blank.blank: Value(text, "/x")})
        assert laid.problems == (), text
        marks = [m for m in laid.pages[blank.page - 1].values if isinstance(m, Text)]
        assert len({m.size for m in marks}) == 1, "職 and 氏名 share one size"
        assert marks[0].size >= 8, (text, marks[0].size)
        assert len({round(m.y, 2) for m in marks}) <= (2 if blank.joint != "\n" else 4), text
        assert differences(draw(laid.pages, {}), laid.pages, name) == ()


def columns() -> Iterator[tuple[str, int, str]]:
    """Every column of a list that holds the name of a person: its form, the number of the list, and the key."""
    for name in NAMES:
        for number, placed in form(name).numbered_blanks:
            if isinstance(placed.item, RowsBlank):
                for column in placed.item.columns:
                    if (placed.item.fact, column.key) in COLUMNS_OF_PERSONS:
                        yield name, number, column.key


COLUMNS = list(columns())


@pytest.mark.parametrize("name, number, key", COLUMNS, ids=[f"{n}-{k}" for n, _, k in COLUMNS])
def test_long_names_stand_whole_in_lists(name: str, number: int, key: str) -> None:
    spec = form(name)
    blank = spec.items[number].item
    for person in PERSONS:
        laid = lay_out(spec, [number], {blank.blank: Value(({key: person},), "/x")})
        assert laid.problems == (), person
        marks = [m for m in laid.pages[blank.page - 1].values if isinstance(m, Text) and m.text.strip() in person]
        marks = [m for m in marks if len(m.text.strip()) > 1]
        assert "".join(m.text for m in marks).replace(" ", "") == person.replace(" ", ""), person
        assert min(m.size for m in marks) >= 8, person
        assert len({round(m.y, 2) for m in marks}) <= 2, person


def test_the_columns_of_persons_are_there() -> None:
    found = {(form(n).items[i].item.fact, key) for n, i, key in COLUMNS}
    assert found == COLUMNS_OF_PERSONS


def test_every_form_with_people_is_tried() -> None:
    assert len(CELLS) >= 15
    with_lists = {name for name in NAMES if any(isinstance(b, RowsBlank) for b in form(name).blanks)}
    assert {name for name, _, _ in CELLS} | with_lists | {"next-steps@2019-07-25"} == set(NAMES)
