"""What every form keeps: one test each, over all form files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest

import formgen
from formgen.ground.marks import A4, Text
from formgen.ground.problems import errors
from formgen.library import library_in
from formgen.sheet.make import as_pdf, blank_sheet
from formgen.sheet.verify import differences
from forms_under_test import FILES, NAMES, ROOT, filled, form, placed_blanks
from readers import by_cell, pdfium_texts, poppler_words, pypdf_text

RULES = library_in(ROOT / "form_specs").rules
every_form = pytest.mark.parametrize("name", NAMES)


def test_there_are_forms() -> None:
    assert len(NAMES) >= 9


@every_form
def test_file_name_is_id_and_first_day(name: str) -> None:
    spec = form(name)
    assert name == f"{spec.form}@{spec.since}"


@every_form
def test_every_blank_lies_on_the_page(name: str) -> None:
    for blank, box in placed_blanks(form(name)):
        assert box.x >= 10, blank.blank
        assert box.y >= 10, blank.blank
        assert box.right <= A4[0] - 10, blank.blank
        assert box.bottom <= A4[1] - 10, blank.blank


@every_form
def test_no_blank_overlaps_another(name: str) -> None:
    placed = placed_blanks(form(name))
    for number, (one, a) in enumerate(placed):
        for other, b in placed[:number]:
            apart = a.right <= b.x + 0.01 or b.right <= a.x + 0.01 or a.bottom <= b.y + 0.01 or b.bottom <= a.y + 0.01
            assert apart or one.page != other.page or never_both(one, other), f"{one.blank} and {other.blank}"


def never_both(one, other) -> bool:
    """Whether a fact would need two values for both to be printed."""
    return any(
        not {*([v] if not isinstance(v, list) else v)} & {*([w] if not isinstance(w, list) else w)}
        for name, v in (one.when or {}).items()
        for w in [(other.when or {}).get(name, v)]
    )


@every_form
def test_fonts_can_write_the_ink(name: str) -> None:
    assert blank_sheet(form(name)).problems == ()
    assert blank_sheet(form(name)).laid.problems == ()


@every_form
def test_an_empty_form_has_no_values(name: str) -> None:
    assert all(not page.values for page in blank_sheet(form(name)).pages)


@every_form
def test_the_sample_fills_it(name: str) -> None:
    for sheet in filled(name):
        assert errors(sheet.problems) == ()
        assert any(page.values for page in sheet.pages)


@every_form
def test_every_item_names_a_known_source(name: str) -> None:
    spec = form(name)
    for item in (placed.item for placed in spec.items):
        named = item.source or spec.defaults["source"]
        for source in [named] if isinstance(named, str) else named:
            assert source in RULES.sources, f"{source} of {item}"


@every_form
def test_confirmed_items_of_reconstructed_forms_name_a_text_that_shows_them(name: str) -> None:
    spec = form(name)
    for item in (placed.item for placed in spec.items):
        if item.status == "confirmed":
            assert item.source, item
            assert item.source != "house-style", item


@every_form
def test_values_read_back_at_their_cells(name: str, poppler_text) -> None:
    """By pdfium and poppler at the place of each value, by pypdf anywhere on the page."""
    for sheet in filled(name):
        pdf = as_pdf([sheet])
        assert differences(pdf, sheet.pages, name) == ()
        words = poppler_words(poppler_text(pdf, "-bbox"))
        anywhere = pypdf_text(pdf)
        for number, page in enumerate(sheet.pages):
            texts = [m for m in page.values if isinstance(m, Text)]
            assert by_cell(texts, words[number]) == by_cell(texts, None), "poppler"
            for mark in texts:
                assert "".join(mark.text.split()) in anywhere, f"pypdf: {mark.field}"


@every_form
def test_no_missing_glyph_is_drawn(name: str) -> None:
    pdf = as_pdf(list(filled(name)))
    for codes in pdfium_texts(pdf):
        assert "\ufffd" not in codes
        assert "\x00" not in codes


@every_form
def test_same_input_same_bytes(name: str) -> None:
    assert as_pdf(list(filled(name))) == as_pdf(list(filled(name)))


@every_form
def test_one_page_is_small(name: str) -> None:
    pdf = as_pdf(list(filled(name))[:1])
    assert len(pdf) <= 65_000
    assert b"Helvetica" not in pdf


@every_form
def test_pages_are_a4(name: str) -> None:
    document = pypdfium2.PdfDocument(as_pdf(list(filled(name))))
    for page in document:
        assert page.get_size() == pytest.approx((595.276, 841.89), abs=0.01)


def _items(name: str, kind: str | None) -> list[str]:
    spec = form(next(n for n in NAMES if n.startswith(name + "@")))
    return [p.item.item for p in spec.items if p.item.item and (kind is None or _for(p.item.when or {}, kind))]


def _for(when: dict, kind: str) -> bool:
    """Whether a thing is printed for a kind of filing or of organisation."""
    asked = [when[name] for name in ("filing.kind", "filing.agent_kind", "organization.kind") if name in when]
    return all(kind in (values if isinstance(values, list | tuple) else [values]) for values in asked)


PRINTED = json.loads((Path(__file__).parent / "data" / "printed-items.json").read_text(encoding="utf-8"))
OF_RULES = re.compile(r"6\.\d+|4\.\d+")
ALLOWED_ABSENT = {
    "usage-checklist (additional)": {"4"},
    "agent-request (employer)": {"12"},
    "agent-request (travel-agency)": {"12"},
    "agent-request (public-interest)": {"12"},
    # 職歴, 出入国・在留手続に関する経歴 and 資格・免許 are parts of the list that begins with 学歴 (10).
    "agent-career": {"11", "12", "13"},
    "pledge": {"12"},
    # Whether these have a number is not known.
    "periodic-report": {"1"},
    "user-list": {"1"},
    "employment-certificate": {"11"},
    "envelope-label": {"5", "6"},
}


@pytest.mark.parametrize("paper", PRINTED)
def test_every_printed_item_is_there(paper: str) -> None:
    """Against the list of what is printed on each paper. Rows of check sheets come from the packet rules.

    Absent on purpose: seals (none are printed), and envelope wordings whose present use is not confirmed.
    """
    name, _, kind = paper.partition(" (")
    there = set(_items(name, kind.rstrip(")") or None))
    wanted = {number for number, *_ in PRINTED[paper] if not (OF_RULES.fullmatch(number) and "checklist" in name)}
    assert wanted - there - ALLOWED_ABSENT.get(paper, set()) == set()


@pytest.mark.parametrize("paper", PRINTED)
def test_printed_items_stand_in_their_order(paper: str) -> None:
    """In the order of the list, which is that of their numbers but where a sheet has them otherwise."""
    name, _, kind = paper.partition(" (")
    # A pledge is dated, addressed and signed below its text, a list says above it as of which day it is, and what a
    # report confirms comes last.
    below = {
        "pledge": {"3", "4", "11"},
        "pledge-institutions": {"5"},
        "pledge-by-user": {"7"},
        "user-list": {"4"},
        "periodic-report": {"11", "12"},
    }.get(name, set())
    first = list(
        dict.fromkeys(item.partition(".")[0] for item in _items(name, kind.rstrip(")") or None) if item not in below)
    )
    order = list(dict.fromkeys(number.partition(".")[0] for number, *_ in PRINTED[paper]))
    assert [number for number in first if number in order] == [number for number in order if number in first]


def test_every_form_is_found_by_the_library() -> None:
    assert {f.form for f in formgen.forms()} == {p.stem.partition("@")[0] for p in FILES}
