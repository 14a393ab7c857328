"""What is taken is held against its original as both are drawn: a lost stamp is seen, the breadth of a dot is not."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import foreign
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageDraw

from formgen.attachments.found import Note
from formgen.attachments.pdf import boxes, pages
from formgen.attachments.pdf.pages import from_pdf, on_a4
from formgen.attachments.self_check import comparing, untouched
from formgen.attachments.self_check.comparing import compared, of_document
from formgen.attachments.self_check.drawing import Pair
from formgen.attachments.self_check.likeness import likeness


def written(size: tuple[int, int] = (413, 585)) -> Image.Image:
    """A page full of small words."""
    page = Image.new("RGB", size, "white")
    for y in range(10, size[1] - 10, 9):
        ImageDraw.Draw(page).text((10, y), "lorem ipsum dolor sit amet consectetur " * 3, "black")
    return page


def with_stamp(page: Image.Image, size: int = 20) -> Image.Image:
    """A red ring of 20 dots (1 cm)."""
    stamped = page.copy()
    ImageDraw.Draw(stamped).ellipse([300, 400, 300 + size, 400 + size], outline="red", width=2)
    return stamped


# Two pictures


def test_the_same_is_alike() -> None:
    assert likeness(written(), written()) == (0, 0, 0)


@pytest.mark.parametrize("aside", [(1, 0), (0, 1), (1, 1), (-1, 0)])
def test_a_dot_aside_is_alike(aside: tuple[int, int]) -> None:
    assert likeness(written(), ImageChops.offset(written(), *aside)).alike()


def test_three_dots_aside_are_not() -> None:
    assert not likeness(written(), ImageChops.offset(written(), 3, 0)).alike()


@pytest.mark.parametrize("ground", [written(), Image.new("RGB", (413, 585), "white")])
def test_a_stamp_that_is_gone_or_has_come_is_seen(ground: Image.Image) -> None:
    assert not likeness(with_stamp(ground), ground).alike()
    assert not likeness(ground, with_stamp(ground)).alike()
    assert likeness(with_stamp(ground), with_stamp(ground)).alike()


def test_a_word_that_is_gone_is_seen() -> None:
    without = written()
    ImageDraw.Draw(without).rectangle([40, 100, 65, 108], fill="white")
    assert not likeness(written(), without).alike()


def test_one_thin_line_on_an_empty_page_is_seen() -> None:
    empty = Image.new("RGB", (413, 585), "white")
    line = empty.copy()
    ImageDraw.Draw(line).line([10, 10, 400, 10], fill=(200, 200, 200))
    assert not likeness(line, empty).alike()


def test_a_pale_ground_that_is_gone_is_seen() -> None:
    pale = Image.new("RGB", (413, 585), (245, 250, 255))
    assert not likeness(pale, Image.new("RGB", (413, 585), "white")).alike()


# A page and what became of it


def pdf(change: Callable[[pikepdf.Pdf], Any] = lambda _: None, *sizes: tuple[float, float]) -> bytes:
    made = foreign.pages(*(sizes or (foreign.A4,)))
    change(made)
    return foreign.saved(made)


def turned(degrees: int, **keys: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.pages[0].Rotate = degrees
        for key, value in keys.items():
            made.pages[0][f"/{key}"] = value

    return change


@pytest.mark.parametrize("size", [foreign.A4, (200, 100), (612, 792), (1191, 842), (400, 3000)])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("keys", [{}, {"UserUnit": 2}, {"CropBox": [15, 15, 190, 90]}])
def test_whatever_the_placing_a_page_is_held_against_itself(size: Any, degrees: int, keys: dict[str, Any]) -> None:
    data = pdf(turned(degrees, **keys), size)
    sheets = sheets_of(data)
    assert Pair(data, sheets.pdf).likeness(0, sheets.places[0]).alike()
    lost = foreign.saved(_emptied(sheets.pdf))
    assert not Pair(data, lost).likeness(0, sheets.places[0]).alike()


def sheets_of(data: bytes) -> pages.Sheets:
    with pikepdf.open(io.BytesIO(data)) as source:
        for page in source.pages:
            boxes.set_plain(page)
        return on_a4(source)


def _emptied(sheets: bytes) -> pikepdf.Pdf:
    made = pikepdf.open(io.BytesIO(sheets))
    made.pages[0].Contents = made.make_stream(b"")
    return made


def over(*annotations: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        form = made.make_stream(
            b"1 0 0 RG 3 w 5 5 20 20 re S", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 30, 30]
        )
        for annotation in annotations:
            if "/AP" in annotation:
                annotation.AP = Dictionary(N=form)
        made.pages[-1].Annots = Array([made.make_indirect(a) for a in annotations])

    return change


def stamp(**keys: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[300, 300, 330, 330], AP=True, F=4, **keys)


def lost(data: bytes) -> bytes:
    """The pages without what lies over them."""
    with pikepdf.open(io.BytesIO(data)) as source:
        for page in source.pages:
            if "/Annots" in page:
                del page["/Annots"]
        return on_a4(source).pdf


def test_a_lost_stamp_is_told_with_its_page() -> None:
    data = pdf(over(stamp()), foreign.A4, foreign.A4)
    assert compared(of_document(data, lost(data), (None, None), (1, 0)), (1,)) == {Note("differs", pages=(2,))}
    assert from_pdf(data)[2] == set()


@pytest.mark.parametrize("turn", [0, 90])
def test_the_frame_of_a_link_is_no_difference(turn: int) -> None:
    """Some viewers draw one, pdfium none; what is within it counts, and what a link shows of its own."""

    def change(made: pikepdf.Pdf) -> None:
        box = {"Rect": [19, 19, 121, 71], "Border": [0, 0, 1], "C": [1, 0, 0]}
        over(Dictionary(Type=Name.Annot, Subtype=Name.Link, **box))(made)
        made.pages[0].Rotate = turn

    data = pdf(change)
    framed = pikepdf.open(io.BytesIO(data))
    del framed.pages[0].Annots
    framed.pages[0].contents_add(framed.make_stream(b"1 0 0 RG 19 19 102 52 re S"))
    assert Pair(data, foreign.saved(framed)).alike(0, None)
    framed.pages[0].Contents = framed.make_stream(b"1 0 0 RG 19 19 102 52 re S")
    assert not Pair(data, foreign.saved(framed)).alike(0, None)
    data = pdf(over(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[300, 300, 330, 330], AP=True, F=4)))
    assert not Pair(data, lost(data)).alike(0, None)


def test_a_lost_field_is_told() -> None:
    def change(made: pikepdf.Pdf) -> None:
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="t", V="x", Rect=[300, 300, 330, 330],
                           F=4, AP=True)  # fmt: skip
        over(field)(made)
        made.Root.AcroForm = Dictionary(Fields=list(made.pages[0].Annots))

    data = pdf(change)
    assert compared(of_document(data, lost(data), (None,), (0,)), (0,)) == {Note("differs", pages=(1,))}
    assert from_pdf(data)[2] == set()


def test_a_page_that_is_missing_is_told() -> None:
    """One on a page of a file that is not opened here as pdfium opens it."""
    data = pdf(lambda _: None, foreign.A4, foreign.A4)
    found = compared(of_document(data, foreign.plain(), (None,), (0,)), (0,))
    assert found == {Note("differs", pages=(2,))}


def updated_so_that_nothing_is_drawn() -> bytes:
    """The content of the page is deleted by a later addition to the file; pdfium draws it all the same."""
    made = foreign.pages(foreign.A4)
    data = foreign.saved(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(data)) as source:
        number = source.pages[0].Contents.objgen[0]
    start = int(data.split(b"startxref")[1].split()[0])
    return data + (
        b"xref\n0 1\n%010d 65535 f \n%d 1\n0000000000 00001 f \n"
        b"trailer << /Root 1 0 R /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (number, number, number + 1, start, len(data))
    )


def is_updated(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(data)) as source:
        return comparing.updated(source, data)


def test_a_file_that_was_only_laid_out_for_the_web_was_not_added_to() -> None:
    added = updated_so_that_nothing_is_drawn()
    assert is_updated(added)
    with pikepdf.open(io.BytesIO(foreign.plain())) as source:
        for_web = foreign.saved(source, linearize=True)
    assert not is_updated(foreign.plain())
    assert not is_updated(for_web)
    start = int(for_web.rpartition(b"startxref")[2].split()[0])
    with pikepdf.open(io.BytesIO(for_web)) as source:
        root, size = source.Root.objgen[0], int(source.trailer.Size)
    end = b"\nxref\n0 0\ntrailer << /Root %d 0 R /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    assert is_updated(for_web + end % (root, size, start, len(for_web) + 1))


def test_what_a_later_addition_deletes_is_no_loss() -> None:
    data = updated_so_that_nothing_is_drawn()
    sheets = sheets_of(data)
    pair = Pair(data, sheets.pdf)
    assert not pair.likeness(0, None).alike()
    assert pair.alike(0, None)
    # Nor does it hide a loss.
    twice = data + b"%startxref\n%%EOF\n"
    stamped = pdf(over(stamp())) + b"%startxref\n"
    assert is_updated(twice)
    assert not Pair(stamped, lost(stamped)).alike(0, None)


# What stops the drawing


def test_what_pdfium_does_not_open_is_told() -> None:
    assert compared(of_document(b"no document", foreign.plain(), (None,), (0,)), (0,)) == {
        Note("not-compared", pages=(1,))
    }
    # Nothing was done to the page: there is nothing to be told.
    assert compared(of_document(b"no document", foreign.plain(), (None,), (0,)), ()) == set()


def dying() -> Iterator[tuple[int, bool]]:
    yield 0, True
    yield 1, False
    os.abort()


def endless() -> Iterator[tuple[int, bool]]:
    yield 0, True
    while True:
        pass


def raising() -> Iterator[tuple[int, bool]]:
    yield 0, True
    raise MemoryError


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


@needs_fork
@pytest.mark.parametrize("drawings", [dying, endless, raising])
def test_pages_that_were_not_drawn_are_told(drawings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_SECONDS", 0.1)
    fork, children = os.fork, []
    monkeypatch.setattr(os, "fork", lambda: children.append(fork()) or children[-1])
    found = compared(drawings, (0, 1, 2, 6))
    assert Note("not-compared", pages=(3, 7) if drawings is dying else (2, 3, 7)) in found
    assert (Note("differs", pages=(2,)) in found) == (drawings is dying)
    # Nobody is left behind.
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)


@needs_fork
def test_where_there_is_no_room_for_a_process_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", full)
    assert compared(raising, (0, 1)) == {Note("not-compared", pages=(1, 2))}


@needs_fork
def test_time_is_shared_by_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_SECONDS", 0.05)

    def slow() -> Iterator[tuple[int, bool]]:
        for number in range(1000):
            until = time.process_time() + 0.02
            while time.process_time() < until:
                pass
            yield number, True

    (note,) = compared(slow, range(1000))
    assert note.word == "not-compared"
    assert 0 < 1000 - len(note.pages) < 10


def test_without_a_process_apart_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    data = pdf(over(stamp()))
    assert compared(of_document(data, lost(data), (None,), (0,)), (0,)) == {Note("differs", pages=(1,))}
    assert compared(raising, (0, 1)) == {Note("not-compared", pages=(2,))}


# What need not be drawn


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), True),
        (("Link", "Popup"), True),
        (("Link", "Text"), False),
        (("Link drawn",), False),
        (("Stamp drawn",), False),
    ],
)
def test_a_page_is_untouched_when_nothing_is_drawn_over_it(kinds: tuple[str, ...], expected: bool) -> None:
    made = foreign.pages(foreign.A4)
    found = []
    for kind, _, drawn in (kind.partition(" ") for kind in kinds):
        keys = {"AP": True} if drawn else {}
        found.append(Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[0, 0, 9, 9], **keys))
    over(*found)(made)
    assert untouched.untouched(made.pages[0]) is expected


def test_annotations_that_are_none_leave_a_page_untouched() -> None:
    made = foreign.pages(foreign.A4, foreign.A4, foreign.A4)
    made.pages[0].Annots = Array([None, 3])
    made.pages[1].Annots = Dictionary()
    assert all(map(untouched.untouched, made.pages))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, True),
        ({"CropBox": [10, 10, 300, 400]}, True),
        ({"CropBox": [0, 0, 596, 842]}, True),
        ({"CropBox": [-10, 0, 300, 400]}, False),
        ({"CropBox": [1000, 1000, 1100, 1100]}, False),
        ({"CropBox": [5, 5, 5, 5]}, False),
        ({"MediaBox": [0, 0, 0, 0]}, False),
    ],
)
def test_a_page_whose_boxes_are_odd_is_drawn(keys: dict[str, Any], expected: bool) -> None:
    made = foreign.pages(foreign.A4)
    for key, value in keys.items():
        made.pages[0][f"/{key}"] = value
    assert untouched.untouched(made.pages[0]) is expected


def test_layers_and_mending_touch_every_page() -> None:
    made = foreign.pages(foreign.A4, foreign.A4)
    assert untouched.changed(made, mended=False) == ()
    assert untouched.changed(made, mended=True) == (0, 1)
    made.Root.OCProperties = Dictionary()
    assert untouched.changed(made, mended=False) == (0, 1)


def test_in_doubt_are_moved_groups_and_whatever_was_added_to() -> None:
    made = foreign.pages(foreign.A4, foreign.A4, foreign.A4)
    for page in list(made.pages)[1:]:
        page.Group = Dictionary(S=Name.Transparency)
    assert untouched.doubtful(made, (None, None, (0, 0, 9, 9)), updated=False) == (2,)
    assert untouched.doubtful(made, ((0, 0, 9, 9), None, None), updated=False) == ()
    assert untouched.doubtful(made, (None, None, None), updated=True) == (0, 1, 2)


def test_changed_pages_are_drawn_first(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[int] = []
    monkeypatch.setattr(pages.comparing, "of_document", lambda *given: wanted.extend(given[3]))
    monkeypatch.setattr(pages.comparing, "compared", lambda _, changed: {Note("differs", pages=changed)})

    def change(made: pikepdf.Pdf) -> None:
        over(stamp())(made)
        for page in made.pages:
            page.Group = Dictionary(S=Name.Transparency)

    assert from_pdf(pdf(change, (200, 100), foreign.A4, (200, 100)))[2] == {Note("differs", pages=(2,))}
    assert wanted == [2, 0]


@needs_fork
def test_what_is_only_in_doubt_has_less_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "SECONDS_OF_DOUBT", -1.0)
    drawn = [(0, True), (1, False), (2, False)]
    assert compared(lambda: iter(drawn), (0,)) == {Note("differs", pages=(2,))}
    assert compared(lambda: iter(drawn), (0, 1, 2)) == {Note("differs", pages=(2, 3))}


def test_a_scan_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing lies over it, and it is a sheet of A4."""
    monkeypatch.setattr(pages.comparing, "compared", lambda *_: pytest.fail("drawn"))
    assert from_pdf(pdf())[1] == 1
    with pytest.raises(pytest.fail.Exception):
        from_pdf(pdf(over(stamp())))
