"""What a reader says of a file it takes: only what can be said becomes a message, with its number and pages."""

from __future__ import annotations

from typing import Any

import pytest

from formgen.attachments.found import Note
from formgen.attachments.remarks import problems, told


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (["signed", 2, [3, 1, 3], []], Note("signed", 2, (1, 3))),
        (["signed", -5, [], []], Note("signed")),
        (["signed", 10**30, [], []], Note("signed", 1_000_000)),
        (["cropped", 0, [200], []], Note("cropped", pages=(200,))),
    ],
)
def test_what_can_be_said_is_kept_within_bounds(said: Any, note: Note) -> None:
    assert told([said]) == (note,)


def test_of_a_file_that_is_not_taken_it_says_why() -> None:
    assert told([["damaged", 0, [2], []]], refused=True) == (Note("damaged", pages=(2,)),)
    with pytest.raises(ValueError):
        told([["signed", 1, [2], []]], refused=True)


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        "signed",
        [["signed"]],
        [["signed", 1, [], [], 5]],
        [["no-such-word", 0, [], []]],
        [["", 0, [], []]],
        # Why a file is not taken: this one is.
        [["damaged", 0, [], []]],
        # Warnings about files, but not of a reader: their words are not known here.
        [["twice", 0, [], []]],
        [["coarse", 100, [1], []]],
        [["shrunk", 0, [1], []]],
        [[["signed"], 0, [], []]],
        [["signed", "2", [], []]],
        [["signed", 1.5, [], []]],
        [["signed", None, [], []]],
        [["cropped", 0, [0], []]],
        [["cropped", 0, [2001], []]],
        [["cropped", 0, ["1"], []]],
        [["cropped", 0, 1, []]],
        [["signed", 0, [], ["{0.__class__}"]]],
        [["signed", 0, [], [1]]],
        [["signed", 0, [], []]] * 101,
    ],
)
def test_nothing_else_a_reader_says_is_believed(said: object) -> None:
    with pytest.raises(ValueError):
        told(said)


@pytest.mark.parametrize(
    ("note", "ja", "en"),
    [
        (Note("cropped"), "", ""),
        (Note("cropped", 3), "（3件）", " (number: 3)"),
        (Note("cropped", 0, (1, 2, 3, 5)), "（1-3、5ページ目）", " (pages 1-3, 5)"),
        (Note("cropped", 1200, (7,)), "（1,200件、7ページ目）", " (number: 1,200, page 7)"),
        (Note("cropped", 0, tuple(range(1, 20, 2))), "（1、3、5、7、9、11 …ページ目）", " (pages 1, 3, 5, 7, 9, 11 …)"),
    ],
)
def test_number_and_pages_are_told_in_both_languages(note: Note, ja: str, en: str) -> None:
    (found,) = problems([note], pointer="/attachments/0/file", value="scan.pdf")
    assert (found.key, found.pointer, found.value) == ("W-FILE.cropped", "/attachments/0/file", "scan.pdf")
    assert found.message("ja").startswith(f"トリミングされたPDFです{ja}。")
    assert found.message("en").startswith(f"The PDF is cropped{en};")
