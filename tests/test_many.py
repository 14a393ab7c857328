"""Many profiles in one PDF, and ink that is compiled once."""

from __future__ import annotations

import gc
import io
import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest

import formgen
from formgen.filing.many import draw_many
from formgen.ground.problems import problem
from formgen.layout import lay_out
from formgen.pdf.ink import compile_ink
from formgen.sheet.make import blank_sheet
from forms_under_test import NAMES, filled, form


def profiles(count: int):
    sample = formgen.sample("fee-payment-sheet")
    for number in range(count):
        yield {**sample, "permission": {**sample["permission"], "applicant": {"name": f"NGUYEN THI {number:05}"}}}


def test_every_profile_has_its_page() -> None:
    target = io.BytesIO()
    assert formgen.render_many("fee-payment-sheet", profiles(30), target) == 30
    document = pypdfium2.PdfDocument(target.getvalue())
    for number, page in enumerate(document):
        text = page.get_textpage().get_text_range()
        assert f"{number:05}" in text
        assert text.count("NGUYEN") == 1
    assert len(pypdf.PdfReader(target).pages) == 30


def test_ink_and_fonts_stand_in_the_file_once() -> None:
    small, large = io.BytesIO(), io.BytesIO()
    formgen.render_many("fee-payment-sheet", profiles(1), small)
    formgen.render_many("fee-payment-sheet", profiles(101), large)
    assert (len(large.getvalue()) - len(small.getvalue())) / 100 < 1_200
    assert large.getvalue().count(b"/FontFile2") == small.getvalue().count(b"/FontFile2")


def test_same_bytes_one_by_one_or_many() -> None:
    target = io.BytesIO()
    formgen.render_many("fee-payment-sheet", profiles(1), target)
    assert target.getvalue() == formgen.render("fee-payment-sheet", next(profiles(1)))


def test_a_refused_profile_names_its_number_and_leaves_no_file(tmp_path: Path) -> None:
    def with_a_fault():
        yield from profiles(2)
        yield {**next(profiles(1)), "nonsense": 1}

    with pytest.raises(formgen.Refused) as refused:
        formgen.render_many("fee-payment-sheet", with_a_fault(), tmp_path / "many.pdf")
    assert [p.pointer for p in refused.value.problems] == ["/2"]
    assert list(tmp_path.iterdir()) == []


def test_a_fault_without_a_place_is_still_that_of_its_profile() -> None:
    def broken(_: object) -> tuple:
        raise formgen.Broken([problem("E-SPEC.twice")])

    with pytest.raises(formgen.Broken) as refused:
        draw_many("fee-payment-sheet", [{}], io.BytesIO(), broken, verify=False, force=False)
    assert [p.pointer for p in refused.value.problems] == ["/0"]


def test_without_one_profile_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(formgen.Refused) as refused:
        formgen.render_many("fee-payment-sheet", [], tmp_path / "many.pdf")
    assert refused.value.problems == (problem("E-REQUIRED.profiles", form="fee-payment-sheet"),)
    assert list(tmp_path.iterdir()) == []


def test_file_is_for_its_owner_only(tmp_path: Path) -> None:
    formgen.render_many("fee-payment-sheet", profiles(2), tmp_path / "many.pdf")
    assert (tmp_path / "many.pdf").stat().st_mode & 0o777 == 0o600


def test_a_file_that_exists_is_replaced_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "many.pdf"
    target.write_bytes(b"mine")
    with pytest.raises(formgen.Refused) as refused:
        formgen.render_many("fee-payment-sheet", profiles(1), target)
    assert [p.key for p in refused.value.problems] == ["E-OUTPUT.exists"]
    assert target.read_bytes() == b"mine"
    assert formgen.render_many("fee-payment-sheet", profiles(1), target, force=True) == 1
    assert target.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_state_has_the_same_ink(name: str) -> None:
    """What is kept under a state is right for every profile of that state."""
    seen: dict[object, list] = {}
    for sheet in (*filled(name), blank_sheet(form(name))):
        fresh = lay_out(sheet.form, sheet.filled.active, sheet.filled.values)
        ink = [page.ink for page in fresh.pages[: sheet.form.pages]]
        assert seen.setdefault(sheet.laid.state, ink) == ink
        own = sheet.inks()[: sheet.form.pages]
        assert [i.content for i in own] == [compile_ink(p.ink, p.height).content for p in fresh.pages[: len(own)]]


def test_no_two_fonts_share_a_name() -> None:
    for name in NAMES:
        pdf = formgen.sheet.make.as_pdf(list(filled(name)))
        names = re.findall(rb"/(F\d+|I[0-9a-f]{8}\d+) \d+ 0 R", pdf)
        assert names
        assert len(names) == len(set(names))


def test_a_sheet_leaves_nothing_for_the_garbage_collector() -> None:
    """Circles of objects would make it walk the whole library again and again, a quarter of the time of a batch."""
    sample = formgen.sample("fee-payment-sheet")
    formgen.render_many("fee-payment-sheet", [sample] * 3, io.BytesIO())
    gc.collect()
    gc.disable()
    try:
        formgen.render_many("fee-payment-sheet", [sample] * 20, io.BytesIO())
        assert gc.collect() < 100  # twenty sheets in circles are thousands
    finally:
        gc.enable()
